import type { Cell, Ids } from './cell';
import { decoded } from './encoded-ids';
import { isIdentifier, TENANT_ID, USER_ID } from '../../../src/contract/identifiers';

/** The status with which a request must be answered. */
export function expectedStatus(cell: Cell): number {
  const { api, row, caller, asked } = cell;
  // For an unknown path, the gateway answers 403 without checking a token.
  if (!isRoute(cell)) return 403;
  if (row.open === 'to everybody') return answered(cell);
  if (api === 'admin API') {
    if (!isOwnScope(cell)) return 403;
    const isWellFormed = (!asks(cell, 'tenantId') || isIdentifier(TENANT_ID, decoded(asked.tenantId)))
      && (!asks(cell, 'userId') || isIdentifier(USER_ID, decoded(asked.userId)));
    return isWellFormed ? answered(cell) : 400;
  }
  if (caller.proves !== 'to be a user') return 401;
  if (!isOwnScope(cell)) return 403;
  if (row.role !== undefined && !(caller.role && [row.role].flat().includes(caller.role))) return 403;
  if (row.open === 'to members' && caller.isSuspended) return 403;
  // A device of another tenant is answered like one that does not exist.
  if (!isOwnDevice(cell)) return 404;
  return answered(cell);
}

/** The status for callers with access. */
function answered(cell: Cell): number {
  const { status } = cell.row;
  return typeof status === 'number' ? status : status(cell);
}

/** Whether a request is about something that does not belong to the caller. Without proof, nothing belongs to the caller. */
export function isForeign(cell: Cell): boolean {
  return !isOwnScope(cell) || !isOwnDevice(cell);
}

/** Whether the tenant or the user in the path is that of the caller. */
function isOwnScope({ row, caller, own, asked }: Cell): boolean {
  switch (row.open) {
    case 'to everybody':
      return true;
    case 'to services':
      return caller.proves === 'to be a service with the right to invoke the admin API';
    case 'to administrators':
      return caller.proves === 'to be a service with the right to administer tenants';
    case 'to suspenders':
      return caller.proves === 'to be a service with the right to suspend tenants';
    case 'to closers':
      return caller.proves === 'to be a service with the rights to close, to erase, to end sessions and to change owners';
    case 'to exporters':
      return caller.proves === 'to be a service with the right to export tenants';
    case 'to auditors':
      return caller.proves === 'to be a service with the rights to read and to add audit records';
    case 'to operators':
      return caller.proves === 'to be an operator with the right to repair';
    case 'to the user':
      return caller.proves === 'to be a user' && decoded(asked.userId) === own.userId;
    case 'to members':
      return caller.proves === 'to be a user' && caller.role !== undefined && decoded(asked.tenantId) === own.tenantId;
  }
}

function isOwnDevice(cell: Cell): boolean {
  return cell.row.open === 'to everybody' || !asks(cell, 'deviceId') || cell.asked.deviceId === cell.own.deviceId;
}

/** With a slash in an id, the path does not match any route. */
function isRoute(cell: Cell): boolean {
  return (Object.keys(cell.asked) as Array<keyof Ids>)
    .filter((name) => asks(cell, name))
    .every((name) => !decoded(cell.asked[name]).includes('/'));
}

function asks({ path }: Cell, name: keyof Ids): boolean {
  return path.includes(`{${name}}`);
}
