import { Alert } from '@aws-amplify/ui-react';
import { changeErrorText } from './change-error-texts';
import { isSessionOver } from '../session/is-session-over';

interface ChangeFailedProps {
  readonly heading: string;
  readonly error: Error | null;
  /** Whether the change is being tried again. */
  readonly isPending: boolean;
  /** @default - the text for changes of any kind */
  readonly text?: (error: Error) => string;
}

/** Says why a change failed, for an alert region. Shows nothing when the session has ended, because the sign-in says so. */
export function ChangeFailed({ heading, error, isPending, text = changeErrorText }: ChangeFailedProps) {
  if (error === null || isSessionOver(error) || isPending) return null;
  return <Alert role="presentation" variation="error" heading={heading}>{text(error)}</Alert>;
}
