import type { DashboardPasswordPolicy } from '../../../src/contract/dashboard';

/** @returns what the pool asks of passwords, for a person who chooses one; nothing when it is not known */
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
