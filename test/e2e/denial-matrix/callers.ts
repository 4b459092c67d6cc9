import type { TenantRole } from '../../../src/contract/roles';

/** A caller. Only its proof and its role decide about the responses. */
export interface Caller {
  readonly proves:
    | 'to be a user'
    | 'to be an erased user'
    | 'to be a service with the right to invoke the admin API'
    | 'to be a service with the right to administer tenants'
    | 'to be a service with the right to suspend tenants'
    | 'to be a service with the rights to close, to erase, to end sessions and to change owners'
    | 'to be a service with the right to export tenants'
    | 'to be a service with the rights to read and to add audit records'
    | 'to be an operator with the right to repair'
    | 'nothing';
  /** The role in the own tenant, according to the token. */
  readonly role?: TenantRole;
  /** Whether the tenant was suspended after the token was issued. */
  readonly isSuspended?: true;
}

export const CALLERS = {
  'no token': { proves: 'nothing' },
  'own member': { proves: 'to be a user', role: 'member' },
  'own admin': { proves: 'to be a user', role: 'admin' },
  'admin of a suspended tenant': { proves: 'to be a user', role: 'admin', isSuspended: true },
  'admin of another tenant': { proves: 'to be a user', role: 'admin' },
  'user without tenant': { proves: 'to be a user' },
  'erased user': { proves: 'to be an erased user' },
  'expired token': { proves: 'nothing' },
  'token of another pool': { proves: 'nothing' },
  'token of another client': { proves: 'nothing' },
  'token of another issuer': { proves: 'nothing' },
  'ID token': { proves: 'nothing' },
  'token of a machine': { proves: 'nothing' },
  'service with the right to invoke': { proves: 'to be a service with the right to invoke the admin API' },
  'service with the right to administer': { proves: 'to be a service with the right to administer tenants' },
  'service with the right to suspend': { proves: 'to be a service with the right to suspend tenants' },
  'service with the rights of a lifecycle': { proves: 'to be a service with the rights to close, to erase, to end sessions and to change owners' },
  'service with the right to export': { proves: 'to be a service with the right to export tenants' },
  'service with the rights of an audit log': { proves: 'to be a service with the rights to read and to add audit records' },
  'operator with the right to repair': { proves: 'to be an operator with the right to repair' },
  'service without rights': { proves: 'nothing' },
} as const satisfies Record<string, Caller>;

export type CallerName = keyof typeof CALLERS;

export const CALLER_NAMES = Object.keys(CALLERS) as CallerName[];
