import './role-field.css';
import { SelectField } from '@aws-amplify/ui-react';
import { TENANT_ROLE, type TenantRole } from 'cdk-tenancy-web';
import type { KeyboardEvent } from 'react';
import { useConfiguration } from '../configuration/configuration-context';
import { roleText } from '../ui/role-text';

const ROLES_OF_ALL: readonly TenantRole[] = [TENANT_ROLE.admin, TENANT_ROLE.member];

interface RoleFieldProps {
  readonly label: string;
  readonly value: TenantRole;
  readonly isDisabled?: boolean;
  readonly onChange: (role: TenantRole) => void;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
}

export function RoleField({ label, value, isDisabled, onChange, onKeyDown }: RoleFieldProps) {
  const { roles = ROLES_OF_ALL } = useConfiguration();
  // A member can still have a role that the application has removed since.
  const choices = roles.includes(value) ? roles : [value, ...roles];
  return (
    <SelectField label={label} value={value} isDisabled={isDisabled} onChange={({ target }) => onChange(target.value)} onKeyDown={onKeyDown}>
      {choices.map((role) => <option key={role} value={role}>{roleText(role)}</option>)}
    </SelectField>
  );
}
