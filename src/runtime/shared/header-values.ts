/** The part of an API Gateway event that holds the headers of the request. */
export interface EventHeaders {
  readonly headers?: Record<string, string | undefined> | null;
  readonly multiValueHeaders?: Record<string, string[] | undefined> | null;
}

/**
 * All values of a header, its name in any case. `headers` keeps the last value only, so a doubled header shows in
 * `multiValueHeaders` alone.
 */
export function headerValues(event: EventHeaders, name: string): string[] {
  const wanted = name.toLowerCase();
  const isWanted = ([key]: [string, unknown]) => key.toLowerCase() === wanted;

  const all = Object.entries(event.multiValueHeaders ?? {}).filter(isWanted).flatMap(([, values]) => values ?? []);
  if (all.length > 0) return all;
  return Object.entries(event.headers ?? {}).filter(isWanted).flatMap(([, value]) => value ?? []);
}
