import { Message } from '../ui/message';

/** An unexpected error; a fresh load usually helps. */
export function Crashed() {
  return (
    <div role="alert">
      <Message level={1} heading="This page has stopped working" action={{ label: 'Load the page again', run: () => window.location.reload() }}>
        Something went wrong on our side. Everything you saved is still there.
      </Message>
    </div>
  );
}
