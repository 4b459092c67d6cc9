import type { QueryClient, QueryKey } from '@tanstack/react-query';

/** Loads data again after a change. */
export async function loadAgain(queryClient: QueryClient, queryKey: QueryKey): Promise<void> {
  // A first load that is still running may return data from before the change. Without this, TanStack Query would wait for it instead.
  await queryClient.cancelQueries({ queryKey });
  await queryClient.invalidateQueries({ queryKey });
}
