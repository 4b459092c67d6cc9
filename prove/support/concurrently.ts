/** Processes all elements, at most `width` at a time. @returns the results, in the order of the elements */
export async function concurrently<T, R>(width: number, elements: readonly T[], work: (element: T, index: number) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  await Promise.all(Array.from({ length: width }, async () => {
    while (next < elements.length) {
      const index = next++;
      results[index] = await work(elements[index], index);
    }
  }));
  return results;
}
