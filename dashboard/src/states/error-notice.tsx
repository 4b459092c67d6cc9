import type { ReactNode } from 'react';
import { errorText } from './error-texts';
import { isSessionOver } from '../session/is-session-over';
import { Message } from '../ui/message';

interface ErrorNoticeProps {
  readonly error: Error;
  readonly tryAgain: () => void;
  /** Shown while a session ends, until the sign-in replaces the page. */
  readonly skeleton: ReactNode;
}

export function ErrorNotice({ error, tryAgain, skeleton }: ErrorNoticeProps) {
  if (isSessionOver(error)) return skeleton;
  const { heading, text } = errorText(error);
  return (
    <div role="alert">
      <Message heading={heading} action={{ label: 'Try again', run: tryAgain }}>{text}</Message>
    </div>
  );
}
