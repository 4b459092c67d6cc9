import { Button, Card } from '@aws-amplify/ui-react';
import { tenantNameFault } from 'cdk-tenancy-web';
import { useCreateTenant } from 'cdk-tenancy-web/react';
import { type FormEvent, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { ChangeFailed } from '../states/change-failed';
import { TenantNameField } from '../tenant/tenant-name-field';
import { Page } from '../ui/page';
import { useUnsavedNotice } from '../ui/use-unsaved-notice';

export function CreateTenantPage() {
  return (
    <Page title="New tenant" intro="You'll be its admin and work in it right away. Your other tenants don't change.">
      <CreateTenantForm />
    </Page>
  );
}

function CreateTenantForm() {
  const navigate = useNavigate();
  const create = useCreateTenant();
  const [name, setName] = useState('');
  const [isChecked, setIsChecked] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const trimmed = name.trim();
  const fault = isChecked ? tenantNameFault(trimmed) : undefined;
  const isSaving = create.isPending;
  const isCreated = useRef(false);
  useUnsavedNotice(() => (isCreated.current || trimmed === '' ? undefined : `The tenant “${trimmed}” wasn't created.`));

  const save = async () => {
    setIsChecked(true);
    if (tenantNameFault(trimmed) !== undefined) return field.current?.focus();
    const created = await create.mutateAsync(trimmed).catch(() => undefined);
    if (created === undefined) return field.current?.focus();
    isCreated.current = true;
    // The list contains the new tenant even if the token doesn't name it yet.
    return navigate(created.outcome === 'ready' ? '/' : '/tenants');
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (!isSaving) void save();
  };
  return (
    <Card className="card">
      <form className="form" onSubmit={onSubmit} noValidate>
        <TenantNameField ref={field} value={name} fault={fault} isSaving={isSaving} onChange={setName} />
        <div role="alert">
          <ChangeFailed heading="The tenant wasn't created" error={create.error} isPending={isSaving} />
        </div>
        <div className="buttons">
          <Button type="submit" variation="primary" isLoading={isSaving} loadingText="Creating…">Create tenant</Button>
        </div>
      </form>
    </Card>
  );
}
