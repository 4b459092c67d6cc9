import { Card } from '@aws-amplify/ui-react';
import { useMembers } from 'cdk-tenancy-web/react';
import { useRef } from 'react';
import { MemberItem } from './member-item';
import { isAccessLost } from '../states/is-access-lost';
import { NotLoaded } from '../states/not-loaded';
import { TenantsSkeleton } from '../states/skeletons';
import { LoadMore } from '../ui/load-more';

interface MemberListProps {
  readonly tenantId: string;
  /** The signed-in person. */
  readonly userId: string;
  readonly canChange: boolean;
}

export function MemberList({ tenantId, userId, canChange }: MemberListProps) {
  const query = useMembers(tenantId);
  const { data, error } = query;
  const list = useRef<HTMLUListElement>(null);
  if (data === undefined || isAccessLost(error)) return <NotLoaded query={query} skeleton={<TenantsSkeleton />} />;

  const members = data.pages.flatMap((page) => page.members);
  return (
    <Card className="card">
      <ul ref={list} className="people">
        {members.map((member) => (
          <MemberItem key={member.userId} tenantId={tenantId} member={member} isSelf={member.userId === userId} canChange={canChange} />
        ))}
      </ul>
      <LoadMore query={query} list={list} rows={members.length} />
    </Card>
  );
}
