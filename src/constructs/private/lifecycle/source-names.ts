/** The names of exported files begin with the name of their source. */
export const SOURCE_NAME = /^[A-Za-z0-9_-]{1,64}$/;

const LONGEST_SUFFIX = '-999'.length;

/**
 * Returns the name of a source from the id of its construct.
 *
 * @param isTaken Whether another source has the name.
 */
export function uniqueSourceName(id: string, isTaken: (name: string) => boolean): string {
  const name = id.replace(/[^A-Za-z0-9_-]/g, '-').slice(0, 64 - LONGEST_SUFFIX);
  let unique = name;
  for (let number = 2; isTaken(unique); number++) {
    unique = `${name}-${number}`;
  }
  return unique;
}
