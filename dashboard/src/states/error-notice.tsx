import { errorText } from './error-texts';
import { Message } from './message';

interface ErrorNoticeProps {
  readonly error: Error;
  readonly tryAgain: () => void;
}

export function ErrorNotice({ error, tryAgain }: ErrorNoticeProps) {
  const { heading, text } = errorText(error);
  return (
    <div role="alert">
      <Message heading={heading} action={{ label: 'Try again', run: tryAgain }}>{text}</Message>
    </div>
  );
}
