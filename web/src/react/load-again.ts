import type { QueryClient, QueryKey } from '@tanstack/react-query';

/** Loads anew, after a change, what is shown of this. */
export async function loadAgain(queryClient: QueryClient, queryKey: QueryKey): Promise<void> {
  // A first load that is under way may have read what was before the change, and would be waited for instead of another.
  await queryClient.cancelQueries({ queryKey });
  await queryClient.invalidateQueries({ queryKey });
}
