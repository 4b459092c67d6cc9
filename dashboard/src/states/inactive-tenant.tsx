import { Message } from '../ui/message';

export function InactiveTenant({ lookAgain }: { readonly lookAgain: () => void }) {
  return (
    <div role="alert">
      <Message heading="Your tenant isn't active" action={{ label: 'Check again', run: lookAgain }}>
        It's suspended or deleted. Your account is fine. Ask the operator of this service, then check again.
      </Message>
    </div>
  );
}
