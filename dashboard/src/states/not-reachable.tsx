import { useEffect } from 'react';
import { useHeadingFocus } from '../ui/heading-focus';
import { Message } from '../ui/message';

/** Shown when the configuration can't be loaded, so the page can't start. */
export function NotReachable({ tryAgain }: { readonly tryAgain: () => void }) {
  useHeadingFocus('not reachable');
  useEffect(() => {
    window.addEventListener('online', tryAgain);
    return () => window.removeEventListener('online', tryAgain);
  }, [tryAgain]);
  return (
    <main className="main">
      <div role="alert">
        <Message level={1} heading="The page can't be loaded" action={{ label: 'Try again', run: tryAgain }}>
          Check your connection. The page continues when you're back online.
        </Message>
      </div>
    </main>
  );
}
