import { Alert, Button, Card, Heading, TextField } from '@aws-amplify/ui-react';
import { useMutation } from '@tanstack/react-query';
import { confirmUserAttribute, sendUserAttributeVerificationCode } from 'aws-amplify/auth';
import { useTenancy } from 'cdk-tenancy-web/react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { told } from '../sign-in/cognito-errors';
import { focusHeading } from '../ui/heading-focus';
import { useToast } from '../ui/toaster';

interface VerifyEmailProps {
  readonly email: string | undefined;
  /** The action that needs a verified address, as the end of a sentence: "accept this invitation". */
  readonly purpose: string;
  /** Repeats the request that was refused. */
  readonly onVerified: () => Promise<unknown>;
}

const ADDRESS = { userAttributeKey: 'email' } as const;

/** Lets a person verify their email address after the API has refused a request because of it. */
export function VerifyEmail({ email = 'your email address', purpose, onVerified }: VerifyEmailProps) {
  const toast = useToast();
  const { session } = useTenancy();
  const send = useMutation({ mutationFn: async () => told(sendUserAttributeVerificationCode(ADDRESS)) });
  const confirm = useMutation({
    mutationFn: async (confirmationCode: string) => {
      await told(confirmUserAttribute({ ...ADDRESS, confirmationCode }));
      // The old tokens say that the address is not verified.
      await session.refresh();
    },
  });
  const [code, setCode] = useState('');
  const [isEmpty, setIsEmpty] = useState(false);
  const [sent, setSent] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), [sent]);

  const onSend = () => send.mutate(undefined, {
    onSuccess: () => {
      confirm.reset();
      setSent(sent + 1);
      if (sent > 0) toast(`We sent a new code to ${email}. Earlier codes no longer work.`);
    },
  });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (confirm.isPending) return;
    setIsEmpty(code.trim() === '');
    if (code.trim() === '') return void field.current?.focus();
    confirm.mutate(code.trim(), {
      onSuccess: async () => {
        toast('Your email address is verified.');
        // The form that has the focus disappears.
        focusHeading();
        await onVerified();
      },
      onError: () => field.current?.select(),
    });
  };
  const isBusy = send.isPending || confirm.isPending;
  const error = confirm.error ?? send.error;
  return (
    <Card className="card">
      <Heading level={2} className="message__heading">Verify your email address</Heading>
      <p role="alert" className="message__text">
        {sent === 0 ? `You need to verify ${email} before you can ${purpose}. We'll send you a code.` : `Enter the code that we sent to ${email}. It may take a minute to arrive.`}
      </p>
      <form className="form" onSubmit={onSubmit} noValidate>
        {sent > 0 && (
          <TextField
            label="Confirmation code"
            ref={field}
            value={code}
            inputMode="numeric"
            autoComplete="one-time-code"
            isReadOnly={isBusy}
            hasError={isEmpty}
            errorMessage="Enter the code from the email."
            onChange={({ target }) => setCode(target.value)}
          />
        )}
        <div role="alert">{error !== null && !isBusy && <Alert role="presentation" variation="error">{error.message}</Alert>}</div>
        <div className="buttons">
          {sent > 0 && <Button type="submit" variation="primary" isLoading={confirm.isPending} loadingText="Verifying…">Verify</Button>}
          <Button
            variation={sent === 0 ? 'primary' : undefined}
            isLoading={send.isPending}
            loadingText="Sending…"
            isDisabled={isBusy}
            onClick={onSend}
          >
            {sent === 0 ? 'Verify your email now' : 'Send a new code'}
          </Button>
        </div>
      </form>
    </Card>
  );
}
