import { createContext, type ReactNode, use, useState } from 'react';
import { LiveRegion } from './live-region';

const AnnounceContext = createContext<(text: string) => void>(() => undefined);

/** Provides one live region while a person is signed in. It tells screen readers about changes that are visible on the page. */
export function Announcer({ children }: { readonly children: ReactNode }) {
  const [text, setText] = useState('');
  return (
    <AnnounceContext value={setText}>
      {children}
      <LiveRegion className="amplify-visually-hidden">{text}</LiveRegion>
    </AnnounceContext>
  );
}

export function useAnnounce(): (text: string) => void {
  return use(AnnounceContext);
}
