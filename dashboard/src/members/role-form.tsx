import { Button } from '@aws-amplify/ui-react';
import type { MemberRepresentation } from 'cdk-tenancy-web';
import { useChangeRole } from 'cdk-tenancy-web/react';
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { ChangeFailed } from '../states/change-failed';
import { RoleField } from '../tenant/role-field';

interface RoleFormProps {
  readonly tenantId: string;
  readonly member: MemberRepresentation;
  readonly onSaved: (member: MemberRepresentation) => void;
  readonly onCancel: () => void;
}

export function RoleForm({ tenantId, member, onSaved, onCancel }: RoleFormProps) {
  const { userId, name } = member;
  const [role, setRole] = useState(member.role);
  const change = useChangeRole(tenantId);
  const form = useRef<HTMLFormElement>(null);
  const isSaving = change.isPending;

  useEffect(() => form.current?.querySelector('select')?.focus(), []);

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (role === member.role) onCancel();
    else if (!isSaving) change.mutate({ userId, role }, { onSuccess: onSaved });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && !isSaving) onCancel();
  };
  return (
    <form ref={form} className="form people__form" onSubmit={onSubmit}>
      <RoleField label={`Role of ${name}`} value={role} isDisabled={isSaving} onChange={setRole} onKeyDown={onKeyDown} />
      <div role="alert">
        <ChangeFailed heading="The role wasn't saved" error={change.error} isPending={isSaving} />
      </div>
      <div className="buttons">
        <Button type="submit" variation="primary" isLoading={isSaving} loadingText="Saving…">Save</Button>
        <Button isDisabled={isSaving} onClick={onCancel}>Cancel</Button>
      </div>
    </form>
  );
}
