import { useSyncExternalStore } from 'react';
import { DASHBOARD_PATH } from '../../../src/contract/dashboard';

export const INVITATION_PATH = `/${DASHBOARD_PATH.invitation}`;

const listeners = new Set<() => void>();

/**
 * Moves the fragment of an invitation link from the address to the history entry. There it survives the sign-in and a load, in this
 * tab alone. The next navigation leaves it behind.
 */
export function takeInvitation(): void {
  const { pathname, hash } = window.location;
  if (pathname === INVITATION_PATH && hash !== '') keepInvitation(hash.slice(1));
}

/** @param text a link's fragment or a code, not checked yet */
export function keepInvitation(text: string | undefined): void {
  window.history.replaceState({ ...window.history.state, invitation: text }, '', INVITATION_PATH);
  for (const listener of listeners) listener();
}

/** Returns the fragment of the link that the person opened, or the code that they entered, not checked yet; `undefined` on other pages. */
export function useGivenInvitation(): string | undefined {
  return useSyncExternalStore(subscribe, givenInvitation);
}

function givenInvitation(): string | undefined {
  const state = window.history.state as Readonly<Record<string, unknown>> | null;
  return typeof state?.invitation === 'string' ? state.invitation : undefined;
}

function subscribe(onChange: () => void): () => void {
  // Opening another link in the same tab changes only the fragment, and doesn't load the page.
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
