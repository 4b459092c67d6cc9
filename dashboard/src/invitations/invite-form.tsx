import { Button, Card, Heading, SelectField, TextField } from '@aws-amplify/ui-react';
import { INVITATION_MAX_DAYS, type IssuedInvitation, TENANT_ROLE, type TenantRole } from 'cdk-tenancy-web';
import { useInvite } from 'cdk-tenancy-web/react';
import { type FormEvent, useRef, useState } from 'react';
import { ChangeFailed } from '../states/change-failed';
import { RoleField } from '../tenant/role-field';

const DAYS = [1, 3, 7, 14, INVITATION_MAX_DAYS];

interface InviteFormProps {
  readonly tenantId: string;
  readonly onIssued: (invitation: IssuedInvitation) => void;
}

export function InviteForm({ tenantId, onIssued }: InviteFormProps) {
  const invite = useInvite(tenantId);
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<TenantRole>(TENANT_ROLE.member);
  const [days, setDays] = useState(7);
  const [isFaulty, setIsFaulty] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const isSaving = invite.isPending;

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (isSaving) return;
    // The browser knows what an address looks like.
    const isGood = field.current?.checkValidity() ?? false;
    setIsFaulty(!isGood);
    if (!isGood) return void field.current?.focus();
    invite.mutate({ email: email.trim(), role, expiresInDays: days }, {
      onSuccess: (issued) => {
        setEmail('');
        onIssued(issued);
      },
      onError: () => field.current?.focus(),
    });
  };
  return (
    <Card className="card">
      <Heading level={2} className="invitations__heading">Invite somebody</Heading>
      <form className="form" onSubmit={onSubmit} noValidate>
        <div className="invite__fields">
          <TextField
            label="Email"
            ref={field}
            type="email"
            value={email}
            isRequired
            autoComplete="off"
            isReadOnly={isSaving}
            hasError={isFaulty}
            errorMessage="Enter an email address."
            onChange={({ target }) => setEmail(target.value)}
          />
          <RoleField label="Role" value={role} isDisabled={isSaving} onChange={setRole} />
          <SelectField label="Counts for" value={String(days)} isDisabled={isSaving} onChange={({ target }) => setDays(Number(target.value))}>
            {DAYS.map((count) => <option key={count} value={count}>{count === 1 ? '1 day' : `${count} days`}</option>)}
          </SelectField>
        </div>
        <div role="alert">
          <ChangeFailed heading="Nobody was invited" error={invite.error} isPending={isSaving} />
        </div>
        <div className="buttons">
          <Button type="submit" variation="primary" isLoading={isSaving} loadingText="Inviting…">Invite</Button>
        </div>
      </form>
    </Card>
  );
}
