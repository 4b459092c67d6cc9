import { tokenStorage } from './stored-user';
import type { DashboardConfiguration } from '../../../src/contract/dashboard';

type SignIn = DashboardConfiguration['signIn'];

/** The key in the storage for the id of the user who signed up in this browser. Deleted when they have named their tenant or skipped it. */
function firstVisitKey({ userPoolClientId }: SignIn): string {
  return `TenancyFirstVisit.${userPoolClientId}`;
}

/** @param user id of the person who signed up */
export function expectFirstVisit(signIn: SignIn, user: string): void {
  tokenStorage(signIn).setItem(firstVisitKey(signIn), user);
}

export function isFirstVisit(signIn: SignIn, user: string): boolean {
  return tokenStorage(signIn).getItem(firstVisitKey(signIn)) === user;
}

export function endFirstVisit(signIn: SignIn): void {
  tokenStorage(signIn).removeItem(firstVisitKey(signIn));
}
