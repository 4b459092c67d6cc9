import { Card } from '@aws-amplify/ui-react';
import type { useAuditRecords } from 'cdk-tenancy-web/react';
import { useEffect, useRef } from 'react';
import type { People } from './people';
import { whatText, whoText } from './record-texts';
import { RequestDetails } from './request-details';
import { isAccessLost } from '../states/is-access-lost';
import { NotLoaded } from '../states/not-loaded';
import { TenantsSkeleton } from '../states/skeletons';
import { LiveRegion } from '../ui/live-region';
import { LoadMore } from '../ui/load-more';
import { TimeAgo } from '../ui/time-ago';
import { useNow } from '../ui/use-now';

interface ActivityListProps {
  readonly query: ReturnType<typeof useAuditRecords>;
  readonly people: People;
  readonly isFiltered: boolean;
}

export function ActivityList({ query, people, isFiltered }: ActivityListProps) {
  const { data, error, hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = query;
  const list = useRef<HTMLTableSectionElement>(null);
  const now = useNow();
  // With a filter, a page can be empty although there are more records.
  const isSearching = hasNextPage && data?.pages.at(-1)?.records.length === 0 && !isFetchNextPageError;
  useEffect(() => {
    if (isSearching && !isFetching) void fetchNextPage();
  }, [isSearching, isFetching, fetchNextPage]);

  const records = data?.pages.flatMap((page) => page.records) ?? [];
  const isShown = data !== undefined && !isAccessLost(error) && !(isSearching && records.length === 0);
  const none = isFiltered ? 'No activity matches this filter.' : 'There is no activity yet.';
  const count = records.length === 1 ? '1 entry is shown.' : `${records.length.toLocaleString('en')} entries are shown.`;
  return (
    <>
      <LiveRegion className="amplify-visually-hidden">{isShown && (records.length === 0 && !hasNextPage ? none : count)}</LiveRegion>
      {!isShown ? <NotLoaded query={query} skeleton={<TenantsSkeleton />} /> : (
        <Card className="card">
          {records.length === 0 && !hasNextPage && <p className="people__more">{none}</p>}
          {records.length > 0 && (
            <table className="activity__table">
              <thead>
                <tr><th scope="col">Who</th><th scope="col">What</th><th scope="col">When</th></tr>
              </thead>
              <tbody ref={list}>
                {records.map((record) => (
                  <tr key={record.id} tabIndex={-1}>
                    <td className="activity__who">{whoText(record, people)}</td>
                    <td>
                      {whatText(record, people)}
                      <RequestDetails ip={record.context.ip} userAgent={record.context.userAgent} />
                    </td>
                    <td className="activity__when"><TimeAgo iso={record.occurredAt} now={now} /></td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
          <LoadMore query={query} list={list} rows={records.length} />
        </Card>
      )}
    </>
  );
}
