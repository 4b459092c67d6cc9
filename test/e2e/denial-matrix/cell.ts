import type { Caller } from './callers';
import type { ApiName } from './deployed-routes';
import type { TenantRole } from '../../../src/contract/roles';

/** The parameters of paths. */
export interface Ids {
  readonly tenantId: string;
  readonly userId: string;
  readonly deviceId: string;
  readonly invitationId: string;
}

/** Who has a right to a route. */
export interface Row {
  /** Whose token, or signature, opens it: a member of the tenant in the path, the user in the path, a service, one that administers tenants, an operator, or nobody's in particular. */
  readonly open: 'to members' | 'to the user' | 'to services' | 'to administrators' | 'to operators' | 'to everybody';
  /** The one role that may; without it every member may. */
  readonly role?: TenantRole;
  /** What whoever has the right is answered. */
  readonly status: number | ((cell: Cell) => number);
  /** Whether it ends a membership. It is asked after all others then, and the membership is made again. */
  readonly endsMembership?: true;
  /** What is sent. The name tells afterwards who has written. */
  readonly body?: (writer: string) => object;
  /** Ids of the tenants that an answer speaks of. */
  readonly tenantsIn?: (body: any) => string[];
}

export interface Cell {
  readonly api: ApiName;
  /** Path of the route, in API Gateway's notation. */
  readonly path: string;
  readonly row: Row;
  readonly caller: Caller;
  /** What is the caller's own. */
  readonly own: Ids;
  /** The ids in the path of the request. */
  readonly asked: Ids;
}
