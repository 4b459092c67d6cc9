import { Button } from '@aws-amplify/ui-react';
import { type RefObject, useEffect, useRef, useState } from 'react';

interface LoadMoreProps {
  readonly query: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly isFetchNextPageError: boolean;
    readonly fetchNextPage: () => Promise<unknown>;
  };
  /** The element that contains the rows, which must be focusable. */
  readonly list: RefObject<HTMLElement | null>;
  /** The number of rows. */
  readonly rows: number;
}

/** The button below a list that is loaded in pages. After a click, the first new row gets the focus, because the button moves or disappears. */
export function LoadMore({ query: { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage }, list, rows }: LoadMoreProps) {
  const button = useRef<HTMLButtonElement>(null);
  const [firstNewRow, setFirstNewRow] = useState<number>();

  useEffect(() => {
    if (firstNewRow === undefined) return;
    const row = list.current?.children[firstNewRow];
    if (row instanceof HTMLElement) row.focus();
    else if (isFetchNextPageError) button.current?.focus();
    // There were no more rows, and the button has disappeared.
    else if (!hasNextPage) (list.current?.lastElementChild as HTMLElement | null)?.focus();
    // The new rows are not rendered yet.
    else return;
    setFirstNewRow(undefined);
  }, [firstNewRow, list, rows, hasNextPage, isFetchNextPageError]);

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
