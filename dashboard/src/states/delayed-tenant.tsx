import { Message } from './message';

export function DelayedTenant({ lookAgain }: { readonly lookAgain: () => void }) {
  return (
    <div role="alert">
      <Message heading="This takes longer than usual" action={{ label: 'Look again', run: lookAgain }}>
        Your tenant is not ready yet. You can close this page: it is being worked on, and nothing that you have entered is lost.
      </Message>
    </div>
  );
}
