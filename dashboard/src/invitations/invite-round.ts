import type { IssuedInvitation } from 'cdk-tenancy-web';
import { useSyncExternalStore } from 'react';
import { type InviteResult, isInvited } from './invite-result';
import { isSessionOver } from '../session/is-session-over';

/** What a person has typed into the form of a tenant, and the results of the last addresses that were sent. */
export interface InviteRound {
  /** In the field. While invitations are sent, each address leaves it as it succeeds. */
  readonly text: string;
  /** While invitations are sent. */
  readonly progress?: { readonly done: number; readonly of: number };
  readonly results: readonly InviteResult[];
  /** How many addresses were left when the session ended. */
  readonly unreached: number;
  /** Another one each time that there are new results. */
  readonly count: number;
}

const EMPTY: InviteRound = { text: '', results: [], unreached: 0, count: 0 };

/**
 * By user and tenant. Links are shown only once, so they have to outlive the page and the end of the session: the person who signs in again
 * finds them. Nothing of it is in the browser's storage.
 */
let rounds = new Map<string, InviteRound>();
const listeners = new Set<() => void>();

/** The form of one tenant, as one person uses it. */
export interface FormOwner {
  readonly userId: string;
  readonly tenantId: string;
}

export function useInviteRound(form: FormOwner): InviteRound {
  return useSyncExternalStore(subscribe, () => roundOf(form));
}

export function changeRound(form: FormOwner, change: Partial<InviteRound>): void {
  rounds.set(keyOf(form), { ...roundOf(form), ...change });
  listeners.forEach((listener) => listener());
}

/** Shows other results in place of the last ones. */
export function showResults(form: FormOwner, results: readonly InviteResult[], unreached = 0): void {
  changeRound(form, { results, unreached, count: roundOf(form).count + 1 });
}

/** Takes an address out of the results. */
export function dropResult(form: FormOwner, email: string): void {
  changeRound(form, { results: roundOf(form).results.filter((result) => result.email !== email) });
}

/** For a person who signs out. */
export function forgetRounds(): void {
  rounds = new Map();
}

interface SendProps {
  readonly addresses: readonly string[];
  readonly invite: (email: string) => Promise<IssuedInvitation>;
  /** Whether a refusal of the only address can be shown at the field. */
  readonly isFormShown: () => boolean;
}

/** Sends invitations, also after the person has left the page. @returns the refusal of the only address, if the form is to show it */
export async function sendInvitations(form: FormOwner, { addresses, invite, isFormShown }: SendProps): Promise<InviteResult | undefined> {
  const results: InviteResult[] = [];
  // A person who signs out ends it.
  const current = rounds;
  // What was refused can be corrected, and sent again.
  const text = () => [...results.filter((result) => !isInvited(result)).map(({ email }) => email), ...addresses.slice(results.length)].join('\n');
  // One after the other: they count against the same limit.
  for (const email of addresses) {
    if (rounds !== current) return undefined;
    changeRound(form, { progress: { done: results.length, of: addresses.length }, text: text() });
    try {
      results.push({ email, invitation: await invite(email) });
    } catch (error) {
      if (!(error instanceof Error) || isSessionOver(error)) break;
      results.push({ email, error });
    }
  }
  if (rounds !== current) return undefined;
  const refusal = addresses.length === 1 && isFormShown() ? results.find((result) => !isInvited(result)) : undefined;
  changeRound(form, { progress: undefined, text: text() });
  if (refusal === undefined && results.length > 0) showResults(form, results, addresses.length - results.length);
  return refusal;
}

function roundOf(form: FormOwner): InviteRound {
  return rounds.get(keyOf(form)) ?? EMPTY;
}

function keyOf({ userId, tenantId }: FormOwner): string {
  return `${userId} ${tenantId}`;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
