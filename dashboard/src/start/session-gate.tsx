import { Suspense, useCallback, useEffect, useState } from 'react';
import { createParts } from './parts';
import { useConfiguration } from '../configuration/configuration-context';
import { type SessionEnd, toSessionState } from '../session/session-state';
import { tokenStorage } from '../session/stored-user';
import { FirstPaint } from '../states/first-paint';

/** Shows the page to signed-in people, and the sign-in to everyone else, at the same address. */
export function SessionGate() {
  const { signIn } = useConfiguration();
  const [{ SignInScreen, SignedInApp }] = useState(() => createParts(signIn));
  const [session, setSession] = useState(() => toSessionState(signIn));

  const onSignedIn = useCallback(() => setSession(toSessionState(signIn)), [signIn]);
  const onSessionOver = useCallback((end: SessionEnd) => setSession(toSessionState(signIn, end)), [signIn]);

  useEffect(() => {
    // The user can also sign in or out in another tab.
    const onStorage = ({ storageArea }: StorageEvent) => {
      if (storageArea !== tokenStorage(signIn)) return;
      setSession((current) => {
        const next = toSessionState(signIn, 'elsewhere');
        return next.user === current.user ? current : next;
      });
    };
    window.addEventListener('storage', onStorage);
    return () => window.removeEventListener('storage', onStorage);
  }, [signIn]);

  return (
    <Suspense fallback={<FirstPaint />}>
      {session.user === undefined
        ? <SignInScreen end={session.end} onSignedIn={onSignedIn} />
        // The key keeps data of one user from the next one.
        : <SignedInApp key={session.user} user={session.user} onSessionOver={onSessionOver} />}
    </Suspense>
  );
}
