import type { AccessRule } from '../../contract/access-rules';
import { isTenantRole } from '../../contract/roles';

/** The rules in the environment of the function. */
export function parseAccessRules(json: string): AccessRule[] {
  return JSON.parse(json) as AccessRule[];
}

/** Whether a text is what the construct writes into the environment: a rule that is not understood must not open a route. */
export function areAccessRules(json: string): boolean {
  try {
    const rules: unknown = JSON.parse(json);
    return Array.isArray(rules) && rules.every(isAccessRule);
  } catch {
    return false;
  }
}

function isAccessRule(rule: Partial<AccessRule> | null): boolean {
  return typeof rule?.path === 'string'
    && Array.isArray(rule.roles) && rule.roles.every(isTenantRole)
    && (rule.methods === undefined || Array.isArray(rule.methods) && rule.methods.every((method) => typeof method === 'string'));
}
