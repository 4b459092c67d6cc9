import { Button, Card, Heading, SelectField, TextAreaField } from '@aws-amplify/ui-react';
import { INVITATION_MAX_DAYS, TENANT_ROLE, type TenantRole } from 'cdk-tenancy-web';
import { useInvite } from 'cdk-tenancy-web/react';
import { type FormEvent, useRef, useState } from 'react';
import { addressesIn } from './addresses';
import type { InviteResult } from './invite-result';
import { faultText, MAX_ADDRESSES } from './invite-texts';
import { isSessionOver } from '../session/is-session-over';
import { useSignedInPerson } from '../shell/use-signed-in-person';
import { useUnsavedNotice } from '../shell/use-unsaved-notice';
import { changeErrorText } from '../states/change-error-texts';
import { RoleField } from '../tenant/role-field';

const DAYS = [1, 3, 7, 14, INVITATION_MAX_DAYS];

interface InviteFormProps {
  readonly tenantId: string;
  /** Called with the results of all addresses, in their order. */
  readonly onInvited: (results: readonly InviteResult[]) => void;
}

export function InviteForm({ tenantId, onInvited }: InviteFormProps) {
  const invite = useInvite(tenantId);
  const { email: own } = useSignedInPerson();
  const [text, setText] = useState('');
  const [role, setRole] = useState<TenantRole>(TENANT_ROLE.member);
  const [days, setDays] = useState(7);
  const [fault, setFault] = useState<string>();
  const [progress, setProgress] = useState<{ readonly done: number; readonly of: number }>();
  const field = useRef<HTMLTextAreaElement>(null);
  const isSaving = progress !== undefined;
  useUnsavedNotice(() => (text.trim() === '' || isSaving ? undefined : `Nobody was invited: ${text.trim()}`));

  const refuse = (reason: string) => {
    setFault(reason);
    field.current?.focus();
  };
  const send = async () => {
    const { addresses, faulty } = addressesIn(text);
    const reason = faultText({ addresses, faulty, own });
    if (reason !== undefined) return refuse(reason);
    setFault(undefined);

    const results: InviteResult[] = [];
    // One after the other: they count against the same limit.
    for (const email of addresses) {
      setProgress({ done: results.length, of: addresses.length });
      try {
        results.push({ email, invitation: await invite.mutateAsync({ email, role, expiresInDays: days }) });
      } catch (error) {
        if (!(error instanceof Error) || isSessionOver(error)) return setProgress(undefined);
        results.push({ email, error });
      }
    }
    setProgress(undefined);
    // What was refused can be corrected, and sent again.
    const refused = results.flatMap((result) => ('error' in result ? [result] : []));
    setText(refused.map(({ email }) => email).join('\n'));
    if (refused.length < results.length || results.length > 1) onInvited(results);
    if (refused.length === results.length) refuse(results.length === 1 ? changeErrorText(refused[0].error) : 'Nobody was invited. The reasons are below.');
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
            onChange={({ target }) => setText(target.value)}
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
