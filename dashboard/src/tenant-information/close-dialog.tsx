import { useMutation } from '@tanstack/react-query';
import { type TaggedTenant, TenancyApiError } from 'cdk-tenancy-web';
import { useCloseTenant } from 'cdk-tenancy-web/react';
import { useRef, useState } from 'react';
import { NameStep } from './name-step';
import { useConfiguration } from '../configuration/configuration-context';
import { PasswordStep } from '../sign-in/password-step';
import { signInAgain } from '../sign-in/sign-in-again';
import { SignOutStep } from '../sign-in/sign-out-step';
import { Dialog } from '../ui/dialog';
import { focusHeading } from '../ui/heading-focus';

interface CloseDialogProps {
  readonly tenant: TaggedTenant;
  readonly onClose: () => void;
}

/** Asks for the tenant's name before it is closed, and for the password if the last sign-in was more than ten minutes ago. */
export default function CloseDialog({ tenant: { tenantId, name }, onClose }: CloseDialogProps) {
  const { signIn } = useConfiguration();
  const [step, setStep] = useState<'name' | 'password' | 'signOut'>('name');
  const closure = useCloseTenant(tenantId);
  const signingIn = useMutation({ mutationFn: async (password: string) => signInAgain(signIn, password) });
  const dialog = useRef<HTMLDialogElement>(null);
  const cancel = () => dialog.current?.close();

  const closeTenant = async () => {
    try {
      await closure.mutateAsync({ name });
    } catch (error) {
      const isSignInNeeded = error instanceof TenancyApiError && error.kind === 'signInAgain';
      // After a sign-in in this dialog, another one like it doesn't help.
      setStep((last) => (!isSignInNeeded ? 'name' : last === 'name' ? 'password' : 'signOut'));
      return;
    }
    // Elements outside an open dialog can't take the focus, so close it first.
    dialog.current?.close();
    focusHeading();
  };
  const enterPassword = async (password: string) => {
    const isSignedIn = await signingIn.mutateAsync(password).catch(() => undefined);
    if (isSignedIn === true) await closeTenant();
    else if (isSignedIn === false) setStep('signOut');
  };
  const isBusy = closure.isPending || signingIn.isPending;
  return (
    <Dialog ref={dialog} heading={`Close “${name}”?`} isBusy={isBusy} onClose={onClose}>
      {step === 'name' && <NameStep name={name} isBusy={isBusy} error={closure.error} onConfirm={() => void closeTenant()} onCancel={cancel} />}
      {step === 'password' && (
        <PasswordStep
          action="Close tenant"
          progress="Closing…"
          isBusy={isBusy}
          error={signingIn.error}
          onEntered={(password) => void enterPassword(password)}
          onCancel={cancel}
        />
      )}
      {step === 'signOut' && <SignOutStep task="close the tenant" onCancel={cancel} />}
    </Dialog>
  );
}
