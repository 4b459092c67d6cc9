import { Message } from '../ui/message';

export function DelayedTenant({ lookAgain }: { readonly lookAgain: () => void }) {
  return (
    <div role="alert">
      <Message heading="This is taking longer than usual" action={{ label: 'Check again', run: lookAgain }}>
        Your tenant isn't ready yet. You can close this page and come back later: the setup continues, and nothing you entered is lost.
      </Message>
    </div>
  );
}
