import { Button, Loader } from '@aws-amplify/ui-react';
import { TENANT_STATUS } from 'cdk-tenancy-web';
import { useSwitchTenant, useTenants } from 'cdk-tenancy-web/react';
import { changeErrorText } from '../states/change-error-texts';

interface TenantChoicesProps {
  readonly userId: string;
  readonly activeId: string;
  readonly onSwitched: () => void;
}

/** The list of the person's other tenants, to switch to one of them. */
export function TenantChoices({ userId, activeId, onSwitched }: TenantChoicesProps) {
  const { data, error, refetch } = useTenants(userId);
  const change = useSwitchTenant();
  if (data === undefined) {
    return error === null
      ? <Loader ariaLabel="Loading your tenants" />
      : <div role="alert">Your tenants couldn't be loaded. <Button size="small" onClick={() => void refetch()}>Try again</Button></div>;
  }

  const others = data.tenants
    .filter(({ tenantId, status, isReadOnly = false }) => tenantId !== activeId && (status === TENANT_STATUS.active || isReadOnly));
  const isDelayed = change.data?.outcome === 'delayed';
  return (
    <>
      {others.length === 0 && <p className="switcher__none">You're not in any other tenant.</p>}
      <ul className="switcher__list">
        {others.map(({ tenantId, name }) => (
          <li key={tenantId}>
            <Button
              variation="link"
              className="switcher__choice"
              isLoading={change.isPending && change.variables === tenantId}
              loadingText={`Switching to ${name}…`}
              isDisabled={change.isPending}
              onClick={() => change.mutate(tenantId, { onSuccess: ({ outcome }) => outcome === 'ready' && onSwitched() })}
            >
              {name}
            </Button>
          </li>
        ))}
      </ul>
      <div role="alert">
        {change.error !== null && <p className="switcher__error">{changeErrorText(change.error)}</p>}
        {isDelayed && <p className="switcher__error">You switched tenants, but it's taking longer than usual. Check again in a moment.</p>}
      </div>
    </>
  );
}
