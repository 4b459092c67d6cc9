import { Alert, Button } from '@aws-amplify/ui-react';
import { type TaggedTenant, tenantNameFault } from 'cdk-tenancy-web';
import { useRenameTenant } from 'cdk-tenancy-web/react';
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { renameErrorText } from './rename-texts';
import { TenantNameField } from './tenant-name-field';
import { ChangeFailed } from '../states/change-failed';
import { useUnsavedNotice } from '../ui/use-unsaved-notice';

interface RenameFormProps {
  readonly tenant: TaggedTenant;
  /** Whether the person opened the form with a button. It then takes the focus. */
  readonly isAskedFor: boolean;
  readonly cancelLabel: string;
  /** @param message the text of the toast */
  readonly onClose: (message?: string) => void;
}

export function RenameForm({ tenant, isAskedFor, cancelLabel, onClose }: RenameFormProps) {
  // The version that the person has seen. Newer versions can arrive in the background.
  const [seen, setSeen] = useState(tenant);
  const [name, setName] = useState(tenant.name);
  const [isChecked, setIsChecked] = useState(false);
  const [isConflict, setIsConflict] = useState(false);
  const rename = useRenameTenant(tenant.tenantId);
  const field = useRef<HTMLInputElement>(null);
  // If a response is lost, the current name is unknown. After the first save, every save therefore asks the API.
  const wasSent = useRef(false);

  const trimmed = name.trim();
  const fault = isChecked ? tenantNameFault(trimmed) : undefined;
  const isSaving = rename.isPending;
  const isClosed = useRef(false);
  const close = (message?: string) => {
    isClosed.current = true;
    onClose(message);
  };

  useEffect(() => {
    if (isAskedFor) field.current?.select();
  }, [isAskedFor]);
  useUnsavedNotice(() => (
    isClosed.current || trimmed === '' || trimmed === seen.name ? undefined : `The name “${trimmed}” wasn't saved. The tenant is still called “${seen.name}”.`
  ));

  const save = async () => {
    setIsChecked(true);
    if (tenantNameFault(trimmed) !== undefined) return field.current?.focus();
    if (!wasSent.current && trimmed === seen.name && trimmed === tenant.name) return close();

    wasSent.current = true;
    const result = await rename.mutateAsync({ name: trimmed, etag: seen.etag }).catch(() => undefined);
    if (result?.outcome === 'renamed') return close(`Saved. The tenant is now called “${result.tenant.name}”.`);
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
    if (event.key === 'Escape' && !isSaving) close();
  };

  return (
    <form className="form" onSubmit={onSubmit} noValidate>
      <TenantNameField ref={field} value={name} fault={fault} isSaving={isSaving} onChange={setName} onKeyDown={onKeyDown} />
      <div role="alert">
        {isConflict && !isSaving && (
          <Alert role="presentation" variation="warning" heading="The name has changed">
            Another admin changed the name to “{seen.name}” in the meantime. Save to replace it with yours, or keep the newer name.
          </Alert>
        )}
        <ChangeFailed heading="The name wasn't saved" error={rename.error} isPending={isSaving} text={renameErrorText} />
      </div>
      <div className="buttons">
        <Button type="submit" variation="primary" isLoading={isSaving} loadingText="Saving…">Save</Button>
        <Button isDisabled={isSaving} onClick={() => close()}>{isConflict ? 'Keep the newer name' : cancelLabel}</Button>
      </div>
    </form>
  );
}
