import { Alert, Button } from '@aws-amplify/ui-react';
import { type TaggedTenant, tenantNameFault } from 'cdk-tenancy-web';
import { useRenameTenant } from 'cdk-tenancy-web/react';
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { renameErrorText } from './rename-texts';
import { TenantNameField } from './tenant-name-field';
import { ChangeFailed } from '../states/change-failed';

interface RenameFormProps {
  readonly tenant: TaggedTenant;
  /** @param message what there is to say about it */
  readonly onClose: (message?: string) => void;
}

export function RenameForm({ tenant, onClose }: RenameFormProps) {
  // The version that the person has seen. What is loaded in the background meanwhile was not seen.
  const [seen, setSeen] = useState(tenant);
  const [name, setName] = useState(tenant.name);
  const [isChecked, setIsChecked] = useState(false);
  const [isConflict, setIsConflict] = useState(false);
  const rename = useRenameTenant(tenant.tenantId);
  const field = useRef<HTMLInputElement>(null);
  // Nobody knows what the name is after an answer got lost: from then on, every save asks the API.
  const wasSent = useRef(false);

  useEffect(() => field.current?.select(), []);

  const trimmed = name.trim();
  const fault = isChecked ? tenantNameFault(trimmed) : undefined;
  const isSaving = rename.isPending;

  const save = async () => {
    setIsChecked(true);
    if (tenantNameFault(trimmed) !== undefined) return field.current?.focus();
    if (!wasSent.current && trimmed === seen.name && trimmed === tenant.name) return onClose();

    wasSent.current = true;
    const result = await rename.mutateAsync({ name: trimmed, etag: seen.etag }).catch(() => undefined);
    if (result?.outcome === 'renamed') return onClose(`Saved. The tenant is now called “${result.tenant.name}”.`);
    if (result?.outcome === 'conflict') {
      setSeen(result.latest);
      setIsConflict(true);
    }
    return field.current?.focus();
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (!isSaving) void save();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && !isSaving) onClose();
  };

  return (
    <form className="form" onSubmit={onSubmit} noValidate>
      <TenantNameField ref={field} value={name} fault={fault} isSaving={isSaving} onChange={setName} onKeyDown={onKeyDown} />
      <div role="alert">
        {isConflict && !isSaving && (
          <Alert role="presentation" variation="warning" heading="Somebody was faster">
            The name was changed to “{seen.name}” in the meantime. Save to replace it with yours, or keep the newer name.
          </Alert>
        )}
        <ChangeFailed heading="The name was not saved" error={rename.error} isPending={isSaving} text={renameErrorText} />
      </div>
      <div className="buttons">
        <Button type="submit" variation="primary" isLoading={isSaving} loadingText="Saving…">Save</Button>
        <Button isDisabled={isSaving} onClick={() => onClose()}>{isConflict ? 'Keep the newer name' : 'Cancel'}</Button>
      </div>
    </form>
  );
}
