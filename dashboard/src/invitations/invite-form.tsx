import { Button, Card, Heading, SelectField, TextAreaField } from '@aws-amplify/ui-react';
import { INVITATION_MAX_DAYS, TENANT_ROLE, type TenantRole } from 'cdk-tenancy-web';
import { useInvite } from 'cdk-tenancy-web/react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { addressesIn } from './addresses';
import { resultText } from './invite-result';
import { changeRound, type FormOwner, sendInvitations, useInviteRound } from './invite-round';
import { faultText, MAX_ADDRESSES } from './invite-texts';
import { useSignedInPerson } from '../session/use-signed-in-person';
import { RoleField } from '../tenant/role-field';
import { useUnsavedNotice } from '../ui/use-unsaved-notice';

const DAYS = [1, 3, 7, 14, INVITATION_MAX_DAYS];

export function InviteForm({ form }: { readonly form: FormOwner }) {
  const invite = useInvite(form.tenantId);
  const { text, progress } = useInviteRound(form);
  const { email: own } = useSignedInPerson();
  const [role, setRole] = useState<TenantRole>(TENANT_ROLE.member);
  const [days, setDays] = useState(7);
  const [fault, setFault] = useState<string>();
  const field = useRef<HTMLTextAreaElement>(null);
  const isSaving = progress !== undefined;
  const isShown = useRef(true);
  useEffect(() => {
    isShown.current = true;
    return () => {
      isShown.current = false;
    };
  }, []);
  useUnsavedNotice(() => {
    if (isSaving) return 'The invitations are still being sent. Their results will be on the Invitations page.';
    return text.trim() === '' ? undefined : `Still in the form for invitations: ${text.trim()}`;
  });
  useLoadConfirmed(isSaving);

  const refuse = (reason: string) => {
    setFault(reason);
    field.current?.focus();
  };
  const send = async () => {
    const { addresses, faulty } = addressesIn(text);
    const reason = faultText({ addresses, faulty, own });
    if (reason !== undefined) return refuse(reason);
    setFault(undefined);

    const refusal = await sendInvitations(form, {
      addresses,
      invite: async (email) => invite.mutateAsync({ email, role, expiresInDays: days }),
      isFormShown: () => isShown.current,
    });
    if (refusal !== undefined && 'error' in refusal) refuse(resultText(refusal));
    return undefined;
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (!isSaving) void send();
  };
  const loadingText = progress !== undefined && progress.of > 1 ? `Inviting ${progress.done + 1} of ${progress.of}…` : 'Inviting…';
  return (
    <Card className="card">
      <Heading level={2} className="invitations__heading">Invite people</Heading>
      <form className="form" onSubmit={onSubmit} noValidate>
        <div className="invite__fields">
          <TextAreaField
            label="Email addresses"
            descriptiveText={`One or several, up to ${MAX_ADDRESSES}, separated by commas, spaces or new lines.`}
            ref={field}
            rows={2}
            value={text}
            isRequired
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            isReadOnly={isSaving}
            hasError={fault !== undefined}
            errorMessage={fault}
            onChange={({ target }) => changeRound(form, { text: target.value })}
          />
          <RoleField label="Role" value={role} isDisabled={isSaving} onChange={setRole} />
          <SelectField label="Valid for" value={String(days)} isDisabled={isSaving} onChange={({ target }) => setDays(Number(target.value))}>
            {DAYS.map((count) => <option key={count} value={count}>{count === 1 ? '1 day' : `${count} days`}</option>)}
          </SelectField>
        </div>
        <div className="buttons">
          <Button type="submit" variation="primary" isLoading={isSaving} loadingText={loadingText}>Invite</Button>
        </div>
      </form>
    </Card>
  );
}

/** Lets the browser ask before it leaves the page, because the results in memory would be lost. */
function useLoadConfirmed(isOn: boolean): void {
  useEffect(() => {
    if (!isOn) return undefined;
    const onBeforeUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', onBeforeUnload);
    return () => window.removeEventListener('beforeunload', onBeforeUnload);
  }, [isOn]);
}
