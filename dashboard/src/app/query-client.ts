import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { isSessionOver } from '../session/is-session-over';

/** @param onSessionOver called when the tokens are gone, or when the API no longer accepts them */
export function createQueryClient(onSessionOver: () => Promise<void>): QueryClient {
  const onError = (error: Error) => {
    if (isSessionOver(error)) void onSessionOver();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: { queries: { staleTime: 10_000 } },
  });
}
