import { Message } from './message';

/** Nobody knows what is wrong here; a fresh start helps most of the time. */
export function Crashed() {
  return (
    <div role="alert">
      <Message level={1} heading="This page has stopped working" action={{ label: 'Load the page again', run: () => window.location.reload() }}>
        That is our fault, not yours. Nothing that you have saved is lost.
      </Message>
    </div>
  );
}
