const DAY = new Intl.DateTimeFormat('en', { dateStyle: 'long' });

/** A date in words. The exact time is in the markup. */
export function Day({ iso }: { readonly iso: string }) {
  return <time dateTime={iso}>{DAY.format(new Date(iso))}</time>;
}
