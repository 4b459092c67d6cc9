import { Button, Card } from '@aws-amplify/ui-react';
import { TENANT_ROLE, type TenantRole } from 'cdk-tenancy-web';
import { useMembers } from 'cdk-tenancy-web/react';
import { useState } from 'react';
import { MemberItem } from './member-item';
import { ErrorNotice } from '../states/error-notice';
import { isAccessLost } from '../states/is-access-lost';
import { TenantsSkeleton } from '../states/skeletons';

interface MemberListProps {
  readonly tenantId: string;
  /** Who looks at it, and in which role. */
  readonly userId: string;
  readonly role?: TenantRole;
}

export function MemberList({ tenantId, userId, role }: MemberListProps) {
  const { data, error, isFetching, isFetchingNextPage, hasNextPage, fetchNextPage, refetch } = useMembers(tenantId);
  const [message, setMessage] = useState('');
  if (data === undefined || isAccessLost(error)) {
    return error === null || isFetching
      ? <TenantsSkeleton />
      : <ErrorNotice error={error} tryAgain={() => void refetch()} skeleton={<TenantsSkeleton />} />;
  }

  const isAdmin = role === TENANT_ROLE.admin;
  const members = data.pages.flatMap((page) => page.members);
  return (
    <Card className="card">
      <ul className="people">
        {members.map((member) => (
          <li key={member.userId} className="people__item">
            <MemberItem tenantId={tenantId} member={member} isSelf={member.userId === userId} canChange={isAdmin} onChanged={setMessage} />
          </li>
        ))}
      </ul>
      <p role="status" className="people__message">{message}</p>
      {hasNextPage && (
        <Button isLoading={isFetchingNextPage} loadingText="Loading…" onClick={() => void fetchNextPage()}>Load more</Button>
      )}
    </Card>
  );
}
