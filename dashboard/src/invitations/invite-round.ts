import type { IssuedInvitation } from 'cdk-tenancy-web';
import { useSyncExternalStore } from 'react';
import { type InviteResult, isInvited } from './invite-result';
import { isSessionOver } from '../session/is-session-over';

/** The contents of a tenant's invitation form, and the results of the last round of invitations. */
export interface InviteRound {
  /** The contents of the field. While invitations are sent, each address is removed when it has succeeded. */
  readonly text: string;
  /** Present while invitations are sent. */
  readonly progress?: { readonly done: number; readonly of: number };
  readonly results: readonly InviteResult[];
  /** The number of addresses that were left when the session ended. */
  readonly unreached: number;
  /** Increases with each round of results. */
  readonly count: number;
}

const EMPTY: InviteRound = { text: '', results: [], unreached: 0, count: 0 };

/**
 * Rounds by user and tenant. Links are shown only once, so they are kept when the person leaves the page, and when the session ends and
 * the person signs in again. They are in memory only, never in the browser's storage.
 */
let rounds = new Map<string, InviteRound>();
const listeners = new Set<() => void>();

/** The user and the tenant that a form belongs to. */
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

/** Replaces the results of the last round. */
export function showResults(form: FormOwner, results: readonly InviteResult[], unreached = 0): void {
  changeRound(form, { results, unreached, count: roundOf(form).count + 1 });
}

/** Removes an address from the results. */
export function dropResult(form: FormOwner, email: string): void {
  changeRound(form, { results: roundOf(form).results.filter((result) => result.email !== email) });
}

/** Deletes all rounds when a person signs out. */
export function forgetRounds(): void {
  rounds = new Map();
}

interface SendProps {
  readonly addresses: readonly string[];
  readonly invite: (email: string) => Promise<IssuedInvitation>;
  /** Whether the form is still on the screen, so that it can show an error at its field. */
  readonly isFormShown: () => boolean;
}

/**
 * Sends invitations, and continues after the person has left the page.
 *
 * @returns the failure of a single address, if the form must show it at its field
 */
export async function sendInvitations(form: FormOwner, { addresses, invite, isFormShown }: SendProps): Promise<InviteResult | undefined> {
  const results: InviteResult[] = [];
  // Signing out replaces `rounds`, which ends the loop below.
  const current = rounds;
  // Addresses that failed stay in the field, to be corrected and sent again.
  const text = () => [...results.filter((result) => !isInvited(result)).map(({ email }) => email), ...addresses.slice(results.length)].join('\n');
  // One request at a time, because all count against the same limit.
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
