import { Card } from '@aws-amplify/ui-react';
import { TENANT_ROLE, type TenantRole } from 'cdk-tenancy-web';
import { useMembers } from 'cdk-tenancy-web/react';
import { useState } from 'react';
import { MemberItem } from './member-item';
import { LoadMore } from '../shell/load-more';
import { isAccessLost } from '../states/is-access-lost';
import { NotLoaded } from '../states/not-loaded';
import { TenantsSkeleton } from '../states/skeletons';

interface MemberListProps {
  readonly tenantId: string;
  /** Who looks at it, and in which role. */
  readonly userId: string;
  readonly role?: TenantRole;
}

export function MemberList({ tenantId, userId, role }: MemberListProps) {
  const query = useMembers(tenantId);
  const { data, error } = query;
  const [message, setMessage] = useState('');
  if (data === undefined || isAccessLost(error)) return <NotLoaded query={query} skeleton={<TenantsSkeleton />} />;

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
      <LoadMore query={query} />
    </Card>
  );
}
