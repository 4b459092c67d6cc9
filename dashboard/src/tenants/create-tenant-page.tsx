import { Alert, Button, Card, TextField } from '@aws-amplify/ui-react';
import { tenantNameFault } from 'cdk-tenancy-web';
import { useCreateTenant } from 'cdk-tenancy-web/react';
import { type FormEvent, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { isSessionOver } from '../session/is-session-over';
import { Page } from '../shell/page';
import { changeErrorText } from '../states/change-error-texts';
import { faultText } from '../tenant/rename-texts';

export function CreateTenantPage() {
  return (
    <Page title="New tenant" intro="You become its admin, and work in it right away. Your other tenants stay as they are.">
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

  const save = async () => {
    setIsChecked(true);
    if (tenantNameFault(trimmed) !== undefined) return field.current?.focus();
    const created = await create.mutateAsync(trimmed).catch(() => undefined);
    if (created === undefined) return field.current?.focus();
    // The list has it, whatever the token says.
    return navigate(created.outcome === 'ready' ? '/' : '/tenants');
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (!isSaving) void save();
  };
  return (
    <Card className="card">
      <form className="form" onSubmit={onSubmit} noValidate>
        <TextField
          label="Tenant name"
          ref={field}
          value={name}
          autoComplete="organization"
          isReadOnly={isSaving}
          hasError={fault !== undefined}
          errorMessage={fault && faultText(fault)}
          onChange={(event) => setName(event.target.value)}
        />
        <div role="alert">
          {create.error !== null && !isSessionOver(create.error) && !isSaving && (
            <Alert role="presentation" variation="error" heading="The tenant was not created">{changeErrorText(create.error)}</Alert>
          )}
        </div>
        <div className="buttons">
          <Button type="submit" variation="primary" isLoading={isSaving} loadingText="Creating…">Create tenant</Button>
        </div>
      </form>
    </Card>
  );
}
