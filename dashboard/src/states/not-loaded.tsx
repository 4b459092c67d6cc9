import type { ReactElement } from 'react';
import { ErrorNotice } from './error-notice';

interface NotLoadedProps {
  readonly query: { readonly error: Error | null; readonly isFetching: boolean; readonly refetch: () => unknown };
  readonly skeleton: ReactElement;
}

/** Shows the outline of data that is loading, or says why it could not be loaded. */
export function NotLoaded({ query: { error, isFetching, refetch }, skeleton }: NotLoadedProps) {
  return error === null || isFetching
    ? skeleton
    : <ErrorNotice error={error} tryAgain={() => void refetch()} skeleton={skeleton} />;
}
