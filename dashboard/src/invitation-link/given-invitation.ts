import { useSyncExternalStore } from 'react';
import { DASHBOARD_PATH } from '../../../src/contract/dashboard';

export const INVITATION_PATH = `/${DASHBOARD_PATH.invitation}`;

const listeners = new Set<() => void>();

/**
 * Takes the fragment of a link to the invitation page out of the address. The entry in the history keeps it: it outlives the sign-in
 * and a load, in this tab alone, and is left behind by the next navigation.
 */
export function takeInvitation(): void {
  const { pathname, hash } = window.location;
  if (pathname === INVITATION_PATH && hash !== '') keepInvitation(hash.slice(1));
}

/** @param text fragment of a link, or a code; it may be neither */
export function keepInvitation(text: string | undefined): void {
  window.history.replaceState({ ...window.history.state, invitation: text }, '', INVITATION_PATH);
  for (const listener of listeners) listener();
}

/** The fragment of the link, or the code, that the person has followed or entered; it may be neither. Nothing on other pages. */
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
