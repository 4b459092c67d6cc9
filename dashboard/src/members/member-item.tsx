import { Badge, Button } from '@aws-amplify/ui-react';
import type { MemberRepresentation } from 'cdk-tenancy-web';
import { useEffect, useRef, useState } from 'react';
import { RemoveDialog } from './remove-dialog';
import { RoleForm } from './role-form';
import { Day } from '../shell/day';
import { focusHeading } from '../shell/heading-focus';
import { RoleBadge } from '../tenant/role-badge';
import { roleText } from '../tenant/role-text';

interface MemberItemProps {
  readonly tenantId: string;
  readonly member: MemberRepresentation;
  /** Whether it is who looks at it. */
  readonly isSelf: boolean;
  readonly canChange: boolean;
  /** @param message what there is to say about a change */
  readonly onChanged: (message: string) => void;
}

export function MemberItem({ tenantId, member, isSelf, canChange, onChanged }: MemberItemProps) {
  const { name, email, role, joinedAt } = member;
  const [doing, setDoing] = useState<'role' | 'removal'>();
  const button = useRef<HTMLButtonElement>(null);
  const wasEditing = useRef(false);
  const isEditing = doing === 'role' && canChange;

  // The form is gone, and the focus with it.
  useEffect(() => {
    if (wasEditing.current && !isEditing) {
      if (button.current === null) focusHeading();
      else button.current.focus();
    }
    wasEditing.current = isEditing;
  }, [isEditing]);

  const onSaved = (saved: MemberRepresentation) => {
    setDoing(undefined);
    onChanged(`The role of ${name} is “${roleText(saved.role)}” now.`);
  };
  const onRemoved = () => onChanged(`${name} is not a member any more.`);
  return (
    <>
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
            {canChange && !isSelf && (
              <Button size="small" aria-label={`Remove ${name}`} onClick={() => setDoing('removal')}>Remove</Button>
            )}
          </div>
        )}
      {doing === 'removal' && canChange && (
        <RemoveDialog tenantId={tenantId} member={member} onRemoved={onRemoved} onClose={() => setDoing(undefined)} />
      )}
    </>
  );
}
