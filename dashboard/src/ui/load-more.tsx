import { Button } from '@aws-amplify/ui-react';
import { type RefObject, useEffect, useRef, useState } from 'react';

interface LoadMoreProps {
  readonly query: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly isFetchNextPageError: boolean;
    readonly fetchNextPage: () => Promise<unknown>;
  };
  /** Holds the rows, which must take the focus. */
  readonly list: RefObject<HTMLElement | null>;
  /** How many rows are there. */
  readonly rows: number;
}

/** Below a list that comes in pages. The first new row gets the focus, since the button that had it moves or goes. */
export function LoadMore({ query: { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage }, list, rows }: LoadMoreProps) {
  const button = useRef<HTMLButtonElement>(null);
  const [firstNewRow, setFirstNewRow] = useState<number>();

  useEffect(() => {
    if (firstNewRow === undefined) return;
    const row = list.current?.children[firstNewRow];
    if (row instanceof HTMLElement) row.focus();
    else if (isFetchNextPageError) button.current?.focus();
    // The rows are drawn a moment after they have come in.
    else return;
    setFirstNewRow(undefined);
  }, [firstNewRow, list, rows, isFetchNextPageError]);

  const load = async () => {
    const before = rows;
    await fetchNextPage();
    setFirstNewRow(before);
  };
  return (
    <>
      <div role="alert" className="people__error">{isFetchNextPageError && !isFetchingNextPage && "The rest of the list couldn't be loaded. Try again."}</div>
      {hasNextPage && (
        <Button ref={button} isLoading={isFetchingNextPage} loadingText="Loading…" onClick={() => void load()}>Load more</Button>
      )}
    </>
  );
}
