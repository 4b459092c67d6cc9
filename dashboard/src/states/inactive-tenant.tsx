import { TENANT_STATUS, type TenantsOfUser } from 'cdk-tenancy-web';
import { ClosingTenant } from './closing-tenant';
import { Message } from '../ui/message';

interface InactiveTenantProps {
  readonly tenants: TenantsOfUser['tenants'];
  readonly lookAgain: () => void;
}

/** Says that none of the tenants of a person is active, which are suspended, and which are closing. */
export function InactiveTenant({ tenants, lookAgain }: InactiveTenantProps) {
  const closing = tenants.filter(({ status }) => status === TENANT_STATUS.closing);
  const suspended = tenants.filter(({ status }) => status === TENANT_STATUS.suspended).map(({ name }) => name);
  const { heading, text } = describe(suspended);
  return (
    <div role="alert" className="messages">
      {closing.map((tenant) => <ClosingTenant key={tenant.tenantId} tenant={tenant} lookAgain={lookAgain} />)}
      {(closing.length === 0 || suspended.length > 0) && (
        <Message heading={heading} action={{ label: 'Check again', run: lookAgain }}>
          {text} Your account is fine. Ask the operator of this service, then check again.
        </Message>
      )}
    </div>
  );
}

function describe(suspended: readonly string[]): { readonly heading: string; readonly text: string } {
  switch (suspended.length) {
    case 0: return { heading: 'Your tenant isn\'t active', text: 'You can\'t use it now.' };
    case 1: return { heading: `${suspended[0]} is suspended`, text: 'Nobody can use it now. No data is lost.' };
    default: return { heading: 'Your tenants are suspended', text: `Nobody can use ${suspended.join(' or ')} now. No data is lost.` };
  }
}
