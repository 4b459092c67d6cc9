import { TextField } from '@aws-amplify/ui-react';
import type { TenantNameFault } from 'cdk-tenancy-web';
import type { KeyboardEvent, Ref } from 'react';
import { faultText } from './rename-texts';

interface TenantNameFieldProps {
  readonly ref: Ref<HTMLInputElement>;
  readonly value: string;
  readonly fault?: TenantNameFault;
  readonly isSaving: boolean;
  readonly onChange: (name: string) => void;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
}

export function TenantNameField({ ref, value, fault, isSaving, onChange, onKeyDown }: TenantNameFieldProps) {
  return (
    <TextField
      label="Tenant name"
      ref={ref}
      value={value}
      autoComplete="organization"
      isReadOnly={isSaving}
      hasError={fault !== undefined}
      errorMessage={fault && faultText(fault)}
      onChange={({ target }) => onChange(target.value)}
      onKeyDown={onKeyDown}
    />
  );
}
