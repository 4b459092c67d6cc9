import type { ReactElement } from 'react';
import { ErrorNotice } from './error-notice';

interface NotLoadedProps {
  readonly query: { readonly error: Error | null; readonly isFetching: boolean; readonly refetch: () => unknown };
  readonly skeleton: ReactElement;
}

/** What there is to see as long as there is nothing to show: that it is being loaded, or why it is not. */
export function NotLoaded({ query: { error, isFetching, refetch }, skeleton }: NotLoadedProps) {
  return error === null || isFetching
    ? skeleton
    : <ErrorNotice error={error} tryAgain={() => void refetch()} skeleton={skeleton} />;
}
