import { Message } from './message';

export function InactiveTenant({ lookAgain }: { readonly lookAgain: () => void }) {
  return (
    <div role="alert">
      <Message heading="Your tenant is not active" action={{ label: 'Look again', run: lookAgain }}>
        It is suspended or deleted, so there is nothing to work with. Your account is in order: ask the people who run this service,
        then look again.
      </Message>
    </div>
  );
}
