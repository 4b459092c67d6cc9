import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { SessionEndedError, TenancyApiError } from 'cdk-tenancy-web';

/** @param onSessionOver called when there are no tokens any more, or when the API takes them no more */
export function createQueryClient(onSessionOver: () => Promise<void>): QueryClient {
  const onError = (error: Error) => {
    if (error instanceof SessionEndedError || (error instanceof TenancyApiError && error.kind === 'signIn')) void onSessionOver();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: { queries: { staleTime: 10_000 } },
  });
}
