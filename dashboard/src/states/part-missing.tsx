import { useEffect, useState } from 'react';
import { FirstPaint } from './first-paint';
import { reloadOnce } from './reload-once';
import { useHeadingFocus } from '../ui/heading-focus';
import { Message } from '../ui/message';

const reload = () => window.location.reload();

/** Shown when a part of the page could not be loaded. Loads the page again, at once or when the connection is back. */
export function PartMissing() {
  return useReloadForPart() ? <FirstPaint /> : <main className="main"><PartMissingMessage /></main>;
}

/** @returns whether the page is about to be loaded again */
export function useReloadForPart(): boolean {
  const [isReloading, setIsReloading] = useState(navigator.onLine);
  useEffect(() => {
    if (navigator.onLine) setIsReloading(reloadOnce());
    window.addEventListener('online', reload);
    return () => window.removeEventListener('online', reload);
  }, []);
  return isReloading;
}

export function PartMissingMessage() {
  useHeadingFocus('part missing');
  return (
    <div role="alert">
      <Message level={1} heading="Part of the page couldn't be loaded" action={{ label: 'Load the page again', run: reload }}>
        Check your connection. The page continues when you're back online.
      </Message>
    </div>
  );
}
