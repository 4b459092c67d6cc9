import { useMutation } from '@tanstack/react-query';
import { TenancyApiError } from 'cdk-tenancy-web';
import { useDeleteAccount } from 'cdk-tenancy-web/react';
import { useRef, useState } from 'react';
import { ConfirmStep } from './confirm-step';
import { useConfiguration } from '../configuration/configuration-context';
import { useSession } from '../session/session-context';
import { PasswordStep } from '../sign-in/password-step';
import { signInAgain } from '../sign-in/sign-in-again';
import { SignOutStep } from '../sign-in/sign-out-step';
import { Dialog } from '../ui/dialog';

/** Says what happens when the account is deleted, and asks for the password if the last sign-in was more than ten minutes ago. */
export default function DeleteDialog({ onClose }: { readonly onClose: () => void }) {
  const { signIn } = useConfiguration();
  const { signOut } = useSession();
  const [step, setStep] = useState<'confirm' | 'password' | 'signOut'>('confirm');
  const deletion = useDeleteAccount();
  const signingIn = useMutation({ mutationFn: async (password: string) => signInAgain(signIn, password) });
  const dialog = useRef<HTMLDialogElement>(null);
  const cancel = () => dialog.current?.close();

  const deleteAccount = async () => {
    try {
      await deletion.mutateAsync();
    } catch (error) {
      const isSignInNeeded = error instanceof TenancyApiError && error.kind === 'signInAgain';
      // After a sign-in in this dialog, another one like it doesn't help.
      setStep((last) => (!isSignInNeeded ? 'confirm' : last === 'confirm' ? 'password' : 'signOut'));
      return;
    }
    await signOut();
  };
  const enterPassword = async (password: string) => {
    const isSignedIn = await signingIn.mutateAsync(password).catch(() => undefined);
    if (isSignedIn === true) await deleteAccount();
    else if (isSignedIn === false) setStep('signOut');
  };
  // Until the page has changed to the sign-in.
  const isBusy = deletion.isPending || deletion.isSuccess || signingIn.isPending;
  return (
    <Dialog ref={dialog} heading="Delete your account?" isBusy={isBusy} onClose={onClose}>
      {step === 'confirm' && <ConfirmStep isBusy={isBusy} error={deletion.error} onConfirm={() => void deleteAccount()} onCancel={cancel} />}
      {step === 'password' && (
        <PasswordStep
          action="Delete account"
          progress="Deleting…"
          isBusy={isBusy}
          error={signingIn.error}
          onEntered={(password) => void enterPassword(password)}
          onCancel={cancel}
        />
      )}
      {step === 'signOut' && <SignOutStep task="delete your account" onCancel={cancel} />}
    </Dialog>
  );
}
