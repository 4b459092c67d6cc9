import { Message } from '../ui/message';

/** Shown when the browser blocks storage, because the sign-in needs it. */
export function StorageBlocked() {
  return (
    <main className="main">
      <div role="alert">
        <Message level={1} heading="Your browser blocks storage for this page" action={{ label: 'Load the page again', run: () => window.location.reload() }}>
          Signing in needs storage in your browser. Allow this site to store data (cookies) in your browser's settings, then load the page
          again.
        </Message>
      </div>
    </main>
  );
}
