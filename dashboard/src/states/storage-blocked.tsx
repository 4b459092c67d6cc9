import { Message } from './message';

/** Without a storage nobody can be signed in. */
export function StorageBlocked() {
  return (
    <main className="main">
      <div role="alert">
        <Message level={1} heading="This browser lets the page store nothing" action={{ label: 'Load the page again', run: () => window.location.reload() }}>
          To sign you in, the page has to keep something in your browser. Allow this site to store data (cookies) in the settings of
          your browser, then load the page again.
        </Message>
      </div>
    </main>
  );
}
