import './password-step.css';
import { Alert, Button, PasswordField } from '@aws-amplify/ui-react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useSignedInPerson } from '../session/use-signed-in-person';

interface PasswordStepProps {
  /** The button, such as `Close tenant`. */
  readonly action: string;
  /** The button while the change is made, such as `Closing…`. */
  readonly progress: string;
  /** @default 'destructive' */
  readonly variation?: 'destructive' | 'primary';
  readonly isBusy: boolean;
  /** Why the sign-in failed. */
  readonly error: Error | null;
  readonly onEntered: (password: string) => void;
  readonly onCancel: () => void;
}

/** Asks for the password again, because the last sign-in was more than ten minutes ago. */
export function PasswordStep({ action, progress, variation = 'destructive', isBusy, error, onEntered, onCancel }: PasswordStepProps) {
  const { email } = useSignedInPerson();
  const [password, setPassword] = useState('');
  const [isEmpty, setIsEmpty] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  // Also after an error.
  useEffect(() => field.current?.select(), [error]);

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (isBusy) return;
    setIsEmpty(password === '');
    if (password === '') field.current?.focus();
    else onEntered(password);
  };
  return (
    <>
      <p role="alert" className="dialog__text">
        You signed in more than ten minutes ago. To confirm it's you, enter the password of {email === undefined ? 'your account' : <strong>{email}</strong>}.
      </p>
      <form className="form" onSubmit={onSubmit} noValidate>
        {/* Tells password managers whose password it is. */}
        <input type="text" name="username" autoComplete="username" value={email ?? ''} readOnly hidden />
        <PasswordField
          label="Password"
          ref={field}
          value={password}
          autoComplete="current-password"
          isReadOnly={isBusy}
          hasError={isEmpty}
          errorMessage="Enter your password."
          onChange={({ target }) => setPassword(target.value)}
        />
        <div role="alert">{error !== null && !isBusy && <Alert role="presentation" variation="error">{error.message}</Alert>}</div>
        <div className="buttons">
          <Button type="submit" variation={variation} isLoading={isBusy} loadingText={progress}>{action}</Button>
          <Button isDisabled={isBusy} onClick={onCancel}>Cancel</Button>
        </div>
      </form>
    </>
  );
}
