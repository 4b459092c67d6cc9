import { lazy } from 'react';
import { hasStoredUser } from '../session/stored-user';

const importSignIn = async () => import('../sign-in/sign-in-screen');
const importSignedIn = async () => import('../signed-in/signed-in-app');

/** The two halves of the dashboard. Nobody needs both at once, so nobody waits for both. */
export const SignInScreen = lazy(importSignIn);
export const SignedInApp = lazy(importSignedIn);

/** Starts to load the half that will be shown, before the configuration is there. */
export function preloadLikelyPart(): void {
  // An error shows where the part is used.
  (hasStoredUser() ? importSignedIn() : importSignIn()).catch(() => undefined);
}
