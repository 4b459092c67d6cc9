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
  const namesIn = (headers: object) => Object.keys(headers).filter((key) => key.toLowerCase() === wanted);

  const { headers, multiValueHeaders } = event;
  const all = namesIn(multiValueHeaders ?? {}).flatMap((key) => multiValueHeaders![key] ?? []);
  return all.length > 0 ? all : namesIn(headers ?? {}).flatMap((key) => headers![key] ?? []);
}
