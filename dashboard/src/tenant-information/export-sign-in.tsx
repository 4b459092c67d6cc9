import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useConfiguration } from '../configuration/configuration-context';
import { PasswordStep } from '../sign-in/password-step';
import { signInAgain } from '../sign-in/sign-in-again';
import { SignOutStep } from '../sign-in/sign-out-step';
import { Dialog } from '../ui/dialog';

interface ExportSignInProps {
  /** Requests the export. @returns whether the person must sign in first */
  readonly onSignedIn: () => Promise<boolean>;
  readonly onClose: () => void;
}

/** Asks for the password before an export, because the last sign-in was more than ten minutes ago. */
export default function ExportSignIn({ onSignedIn, onClose }: ExportSignInProps) {
  const { signIn } = useConfiguration();
  const [isPasswordEnough, setIsPasswordEnough] = useState(true);
  const entry = useMutation({ mutationFn: async (password: string) => await signInAgain(signIn, password) && !await onSignedIn() });
  const dialog = useRef<HTMLDialogElement>(null);
  const cancel = () => dialog.current?.close();

  const onEntered = async (password: string) => {
    const isRequested = await entry.mutateAsync(password).catch(() => undefined);
    if (isRequested === true) dialog.current?.close();
    // Another sign-in like this one doesn't help.
    else if (isRequested === false) setIsPasswordEnough(false);
  };
  return (
    <Dialog ref={dialog} heading="Export data" isBusy={entry.isPending} onClose={onClose}>
      {isPasswordEnough ? (
        <PasswordStep
          action="Export data"
          progress="Requesting…"
          variation="primary"
          isBusy={entry.isPending}
          error={entry.error}
          onEntered={(password) => void onEntered(password)}
          onCancel={cancel}
        />
      ) : <SignOutStep task="export the data" onCancel={cancel} />}
    </Dialog>
  );
}
