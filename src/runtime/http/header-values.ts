/** The part of an API Gateway event that holds the headers of the request. */
export interface EventHeaders {
  readonly headers?: Record<string, string | undefined> | null;
  readonly multiValueHeaders?: Record<string, string[] | undefined> | null;
}

/**
 * Returns all values of a header. The case of its name does not matter. `headers` has only the last value, so a repeated header is
 * complete only in `multiValueHeaders`.
 */
export function headerValues(event: EventHeaders, name: string): string[] {
  const wanted = name.toLowerCase();
  const namesIn = (headers: object) => Object.keys(headers).filter((key) => key.toLowerCase() === wanted);

  const { headers, multiValueHeaders } = event;
  const all = namesIn(multiValueHeaders ?? {}).flatMap((key) => multiValueHeaders![key] ?? []);
  return all.length > 0 ? all : namesIn(headers ?? {}).flatMap((key) => headers![key] ?? []);
}
