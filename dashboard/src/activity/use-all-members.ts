import type { MemberRepresentation } from 'cdk-tenancy-web';
import { useMembers } from 'cdk-tenancy-web/react';
import { useEffect } from 'react';
import { isAccessLost } from '../states/is-access-lost';

interface AllMembers {
  readonly query: ReturnType<typeof useMembers>;
  /** Absent until all pages are loaded: a person who is not in the list is a former member. */
  readonly members?: readonly MemberRepresentation[];
}

/** Loads the whole list of members. */
export function useAllMembers(tenantId: string): AllMembers {
  const query = useMembers(tenantId);
  const { data, error, hasNextPage, isFetching, fetchNextPage } = query;
  const isIncomplete = hasNextPage && !isFetching && error === null;
  useEffect(() => {
    if (isIncomplete) void fetchNextPage();
  }, [isIncomplete, fetchNextPage]);
  const isComplete = data !== undefined && !hasNextPage && !isAccessLost(error);
  return { query, members: isComplete ? data.pages.flatMap((page) => page.members) : undefined };
}
