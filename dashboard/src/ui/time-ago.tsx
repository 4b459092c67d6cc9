import { dayText } from './day-text';

const EXACT = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeStyle: 'long' });
const RELATIVE = new Intl.RelativeTimeFormat('en');

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];
const UNITS = [['day', DAY], ['hour', HOUR], ['minute', MINUTE]] as const;

interface TimeAgoProps {
  readonly iso: string;
  readonly now: number;
}

/** The age of something, or its date if it is older than a week. The tooltip and the markup have the exact time. */
export function TimeAgo({ iso, now }: TimeAgoProps) {
  return <time dateTime={iso} title={EXACT.format(new Date(iso))}>{agoText(iso, now)}</time>;
}

function agoText(iso: string, now: number): string {
  const age = now - Date.parse(iso);
  if (age >= 7 * DAY) return dayText(iso);
  const unit = UNITS.find(([, length]) => age >= length);
  return unit === undefined ? 'just now' : RELATIVE.format(-Math.floor(age / unit[1]), unit[0]);
}
