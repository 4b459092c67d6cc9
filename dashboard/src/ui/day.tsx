import { dayText } from './day-text';

/** A date in words. The exact time is in the markup. */
export function Day({ iso }: { readonly iso: string }) {
  return <time dateTime={iso}>{dayText(iso)}</time>;
}
