const DAY = new Intl.DateTimeFormat('en', { dateStyle: 'long' });

/** Returns a date in words. */
export function dayText(iso: string): string {
  return DAY.format(new Date(iso));
}
