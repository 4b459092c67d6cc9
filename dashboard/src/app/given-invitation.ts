import { useSyncExternalStore } from 'react';
import { DASHBOARD_PATH } from '../../../src/contract/dashboard';

export const INVITATION_PATH = `/${DASHBOARD_PATH.invitation}`;

const listeners = new Set<() => void>();

/**
 * Takes what a link to the invitation page has behind `#` out of the address. The entry in the history keeps it: it is there
 * after the sign-in and after a load, in this tab alone, and is left with the next navigation.
 */
export function takeInvitation(): void {
  const { pathname, hash } = window.location;
  if (pathname === INVITATION_PATH && hash !== '') keepInvitation(hash.slice(1));
}

/** @param text a code, or what somebody takes for one */
export function keepInvitation(text: string | undefined): void {
  window.history.replaceState({ ...window.history.state, invitation: text }, '', INVITATION_PATH);
  for (const listener of listeners) listener();
}

/** What the person has been given: a code, or what somebody takes for one. Nothing on other pages. */
export function useGivenInvitation(): string | undefined {
  return useSyncExternalStore(subscribe, givenInvitation);
}

function givenInvitation(): string | undefined {
  const state = window.history.state as Readonly<Record<string, unknown>> | null;
  return typeof state?.invitation === 'string' ? state.invitation : undefined;
}

function subscribe(onChange: () => void): () => void {
  // Another link that is opened in the same tab changes what is behind `#`, and loads nothing.
  const onPopState = () => {
    takeInvitation();
    onChange();
  };
  listeners.add(onChange);
  window.addEventListener('popstate', onPopState);
  return () => {
    listeners.delete(onChange);
    window.removeEventListener('popstate', onPopState);
  };
}
