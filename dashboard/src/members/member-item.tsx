import { Badge, Button } from '@aws-amplify/ui-react';
import type { MemberRepresentation } from 'cdk-tenancy-web';
import { useEffect, useRef, useState } from 'react';
import { RemoveDialog } from './remove-dialog';
import { RoleForm } from './role-form';
import { SignOutDialog } from './sign-out-dialog';
import { useFeature } from '../configuration/features';
import { Day } from '../ui/day';
import { focusHeading } from '../ui/heading-focus';
import { RoleBadge } from '../ui/role-badge';
import { roleText } from '../ui/role-text';
import { useToast } from '../ui/toaster';
import { useNeighborFocus } from '../ui/use-neighbor-focus';

interface MemberItemProps {
  readonly tenantId: string;
  readonly member: MemberRepresentation;
  /** Whether the member is the signed-in person. */
  readonly isSelf: boolean;
  readonly canChange: boolean;
}

export function MemberItem({ tenantId, member, isSelf, canChange }: MemberItemProps) {
  const { name, email, role, joinedAt } = member;
  const [doing, setDoing] = useState<'role' | 'removal' | 'signOut'>();
  const toast = useToast();
  const hasSessions = useFeature('sessions');
  const row = useRef<HTMLLIElement>(null);
  const neighbor = useNeighborFocus(row);
  const button = useRef<HTMLButtonElement>(null);
  const wasEditing = useRef(false);
  const isEditing = doing === 'role' && canChange;

  // When the form closes, the focus must move to another element.
  useEffect(() => {
    if (wasEditing.current && !isEditing) {
      if (button.current === null) focusHeading();
      else button.current.focus();
    }
    wasEditing.current = isEditing;
  }, [isEditing]);

  const onSaved = (saved: MemberRepresentation) => {
    setDoing(undefined);
    toast(`${name} now has the role “${roleText(saved.role)}”.`);
  };
  const askForRemoval = () => {
    neighbor.remember();
    setDoing('removal');
  };
  const onRemoved = () => {
    neighbor.focus();
    toast(`${name} was removed from the tenant.`);
  };
  return (
    <li ref={row} className="people__item" tabIndex={-1}>
      <div className="people__who">
        <span className="people__name">{name} {isSelf && <Badge variation="info">You</Badge>}</span>
        <span className="people__more">{email}</span>
        <span className="people__more">Joined <Day iso={joinedAt} /></span>
      </div>
      {isEditing
        ? <RoleForm tenantId={tenantId} member={member} onSaved={onSaved} onCancel={() => setDoing(undefined)} />
        : (
          <div className="people__actions">
            <RoleBadge role={role} />
            {canChange && (
              <Button ref={button} size="small" aria-label={`Change the role of ${name}`} onClick={() => setDoing('role')}>Change role</Button>
            )}
            {canChange && !isSelf && hasSessions && (
              <Button size="small" aria-label={`Sign out everywhere: ${name}`} onClick={() => setDoing('signOut')}>Sign out everywhere</Button>
            )}
            {canChange && !isSelf && (
              <Button size="small" aria-label={`Remove ${name}`} onClick={askForRemoval}>Remove</Button>
            )}
          </div>
        )}
      {doing === 'signOut' && canChange && (
        <SignOutDialog
          tenantId={tenantId}
          member={member}
          onSignedOut={() => toast(`${name} was signed out on all devices.`)}
          onClose={() => setDoing(undefined)}
        />
      )}
      {doing === 'removal' && canChange && (
        <RemoveDialog tenantId={tenantId} member={member} onRemoved={onRemoved} onClose={() => setDoing(undefined)} />
      )}
    </li>
  );
}
