import { Button } from '@aws-amplify/ui-react';

interface LoadMoreProps {
  readonly query: { readonly hasNextPage: boolean; readonly isFetchingNextPage: boolean; readonly fetchNextPage: () => unknown };
}

/** Below a list that comes in pages. */
export function LoadMore({ query: { hasNextPage, isFetchingNextPage, fetchNextPage } }: LoadMoreProps) {
  return hasNextPage && (
    <Button isLoading={isFetchingNextPage} loadingText="Loading…" onClick={() => void fetchNextPage()}>Load more</Button>
  );
}
