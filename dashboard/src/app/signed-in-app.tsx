import './app.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { TenancyProvider } from 'cdk-tenancy-web/react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { RouterProvider } from 'react-router/dom';
import { OtherTabs } from './other-tabs';
import { createQueryClient } from './query-client';
import { createRouter } from './router';
import { useConfiguration } from '../configuration/configuration-context';
import { forgetRounds } from '../invitations/invite-round';
import { createAmplifySession } from '../session/amplify-session';
import { endSession } from '../session/end-session';
import type { SignedInAppProps } from '../session/part-props';
import { SessionContext } from '../session/session-context';
import type { SessionEnd } from '../session/session-state';

export { configureAmplify } from '../session/amplify';

export default function SignedInApp({ user, onSessionOver }: SignedInAppProps) {
  const configuration = useConfiguration();
  const { apiUrl, signIn } = configuration;
  const isShown = useRef(true);
  useEffect(() => {
    isShown.current = true;
    return () => {
      isShown.current = false;
    };
  }, []);
  const session = useMemo(() => {
    let ending: Promise<void> | undefined;
    const end = async (how: SessionEnd) => {
      // A late response for the previous user must not sign out the next one.
      if (!isShown.current) return undefined;
      // Several requests can find that the session is over. The first one decides how it ended.
      ending ??= endSession(signIn, user).then(() => onSessionOver(how));
      return ending;
    };
    const signOut = async () => {
      forgetRounds();
      return end('signedOut');
    };
    return { signOut, expire: async () => end('expired') };
  }, [signIn, user, onSessionOver]);
  const source = useMemo(() => createAmplifySession(signIn, user), [signIn, user]);
  const [queryClient] = useState(() => createQueryClient(session.expire));
  const [router] = useState(() => createRouter(configuration));

  return (
    <SessionContext value={session}>
      <QueryClientProvider client={queryClient}>
        <TenancyProvider apiUrl={apiUrl} session={source}>
          <OtherTabs user={user} />
          <RouterProvider router={router} />
        </TenancyProvider>
      </QueryClientProvider>
    </SessionContext>
  );
}
