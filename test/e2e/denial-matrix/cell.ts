import type { Caller } from './callers';
import type { ApiName } from './deployed-routes';
import type { TenantRole } from '../../../src/contract/roles';

/** The path parameters. */
export interface Ids {
  readonly tenantId: string;
  readonly userId: string;
  readonly deviceId: string;
  readonly invitationId: string;
  readonly exportId: string;
}

/** The access to a route. */
export interface Row {
  /** The callers with access. Members are those of the tenant in the path; the user is that in the path; administrators, suspenders, closers, exporters and auditors are services. */
  readonly open: 'to members' | 'to the user' | 'to services' | 'to administrators' | 'to suspenders' | 'to closers' | 'to exporters' | 'to auditors' | 'to operators' | 'to everybody';
  /** The role that a member needs, or several of which one suffices; by default, every member has access. */
  readonly role?: TenantRole | readonly TenantRole[];
  /** The status for callers with access. */
  readonly status: number | ((cell: Cell) => number);
  /** Whether the route ends a membership. Its requests come after all others, and the membership is created again after each. */
  readonly endsMembership?: true;
  /** Whether the route ends the sessions of a user. Its requests come after those that end memberships. */
  readonly endsSessions?: true;
  /** Whether the route erases a user. Its requests are the very last. Admins whose tenants have other members come first. */
  readonly erasesUser?: true;
  /** The body of the request. Its name tells afterwards who has written a row. */
  readonly body?: (writer: string) => object;
  /** Ids of the tenants in a response. */
  readonly tenantsIn?: (body: any) => string[];
}

export interface Cell {
  readonly api: ApiName;
  readonly method: string;
  /** Path of the route, in the notation of API Gateway. */
  readonly path: string;
  readonly row: Row;
  readonly caller: Caller;
  /** The ids of the caller, and of its tenant and device. */
  readonly own: Ids;
  /** The ids in the path of the request. */
  readonly asked: Ids;
}
