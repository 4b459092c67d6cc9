const DAY = new Intl.DateTimeFormat('en', { dateStyle: 'long' });

/** A day as people write it; the exact time is in the markup. */
export function Day({ iso }: { readonly iso: string }) {
  return <time dateTime={iso}>{DAY.format(new Date(iso))}</time>;
}
