import { Message } from './message';

export function NoTenant({ lookAgain }: { readonly lookAgain: () => void }) {
  return (
    <div role="alert">
      <Message heading="You are in no tenant" action={{ label: 'Look again', run: lookAgain }}>
        Your account works, but it belongs to no tenant. Ask an admin of your tenant to add you, then look again.
      </Message>
    </div>
  );
}
