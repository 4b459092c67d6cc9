/** Returns a key of a list that was asked for with encoded keys, because its XML cannot contain all characters of keys. */
export function decodedKey(key: string, encoding: string | undefined): string {
  return encoding === 'url' ? decodeURIComponent(key.replaceAll('+', ' ')) : key;
}
