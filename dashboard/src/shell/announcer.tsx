import { createContext, type ReactNode, use, useState } from 'react';
import { LiveRegion } from './live-region';

const AnnounceContext = createContext<(text: string) => void>(() => undefined);

/** Has the one region, for as long as somebody is signed in, that says what others see. */
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
