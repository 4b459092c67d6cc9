import type { DashboardPasswordPolicy } from '../../../src/contract/dashboard';

/** Returns the pool's password policy in words; `undefined` if it isn't known. */
export function passwordHint(policy: DashboardPasswordPolicy): string | undefined {
  const { minLength, requireLowercase, requireUppercase, requireNumbers, requireSymbols } = policy;
  const kinds = [
    requireLowercase === true && 'a lowercase letter', requireUppercase === true && 'an uppercase letter',
    requireNumbers === true && 'a number', requireSymbols === true && 'a special character',
  ].filter((kind) => kind !== false);
  const list = new Intl.ListFormat('en').format(kinds);
  if (minLength === undefined) return kinds.length === 0 ? undefined : `With ${list}.`;
  return kinds.length === 0 ? `At least ${minLength} characters.` : `At least ${minLength} characters, with ${list}.`;
}
