import { Alert } from '@aws-amplify/ui-react';
import { changeErrorText } from './change-error-texts';
import { isSessionOver } from '../session/is-session-over';

interface ChangeFailedProps {
  readonly heading: string;
  readonly error: Error | null;
  /** Whether it is being tried again. */
  readonly isPending: boolean;
  /** @default - the text for changes of any kind */
  readonly text?: (error: Error) => string;
}

/** Why a change failed, for an alert region. The end of a session shows by itself. */
export function ChangeFailed({ heading, error, isPending, text = changeErrorText }: ChangeFailedProps) {
  if (error === null || isSessionOver(error) || isPending) return null;
  return <Alert role="presentation" variation="error" heading={heading}>{text(error)}</Alert>;
}
