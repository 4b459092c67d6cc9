import type { Ids, Row } from './cell';
import type { DeployedRoute } from './deployed-routes';

/** What is the caller's own, and what is not. */
export interface Parties {
  readonly own: Ids;
  /** Another tenant, its admin and its device. */
  readonly other: Ids;
  /** Another member of the own tenant. */
  readonly colleagueId: string;
}

/** Whom a request is about: ids as they are written into its path. */
export interface Subject {
  readonly name: string;
  /** Parameters of which it makes something special; routes without one of them are not called for it. */
  readonly concerns: ReadonlyArray<keyof Ids>;
  readonly ids: (parties: Parties) => Ids;
  readonly query?: (parties: Parties) => Readonly<Record<string, string>>;
}

const ANY: ReadonlyArray<keyof Ids> = ['tenantId', 'userId'];

/** An own id, written so that it is not one any more, or is one for a careless reader. */
function written(name: string, write: (own: string, other: string) => string): Subject {
  return {
    name,
    concerns: ANY,
    ids: ({ own, other }) => ({ ...own, tenantId: write(own.tenantId, other.tenantId), userId: write(own.userId, other.userId) }),
  };
}

const OWN: Subject = { name: 'own', concerns: [], ids: ({ own }) => own };
const OTHER: Subject = { name: 'other', concerns: ANY, ids: ({ other }) => other };

const SUBJECTS: readonly Subject[] = [
  OWN,
  OTHER,
  {
    name: 'own, and another in the query',
    concerns: ANY,
    ids: ({ own }) => own,
    query: ({ other: { tenantId, userId } }) => ({ tenantId, userId }),
  },
  { name: 'another member of the own tenant', concerns: ['userId'], ids: ({ own, colleagueId }) => ({ ...own, userId: colleagueId }) },
  { name: 'a device of another tenant', concerns: ['deviceId'], ids: ({ own, other }) => ({ ...own, deviceId: other.deviceId }) },
  { name: 'a device *', concerns: ['deviceId'], ids: ({ own }) => ({ ...own, deviceId: '*' }) },
  written('*', () => '*'),
  written('%2A', () => '%2A'),
  written('own with a star at its end', (own) => `${own.slice(0, -1)}*`),
  written('own with %3F at its end', (own) => `${own.slice(0, -1)}%3F`),
  written('own encoded', (own) => `%${own.charCodeAt(0).toString(16)}${own.slice(1)}`),
  written('own in upper case', (own) => own.toUpperCase()),
  written('own and a blank', (own) => `${own}%20`),
  written('own and a zero byte', (own) => `${own}%00`),
  written('own and other', (own, other) => `${own},${other}`),
  written('..', () => '..'),
  written('..%2F and other', (_, other) => `..%2F${other}`),
  written('own%2F..%2Fother', (own, other) => `${own}%2F..%2F${other}`),
  written('a % that is no encoding', (own) => `${own}%`),
  written('too many characters', (own) => own.repeat(10)),
];

/** Whom a route is called about. What is open to everybody cares for no id. */
export function subjectsOf({ path }: DeployedRoute, { open }: Row): Subject[] {
  return (open === 'to everybody' ? [OWN, OTHER] : SUBJECTS)
    .filter((subject) => subject === OWN || subject.concerns.some((name) => path.includes(`{${name}}`)));
}

/** The path of a request, without a slash at its start. */
export function pathOf({ path }: DeployedRoute, ids: Ids): string {
  return path.slice(1).replace(/\{(\w+)\}/g, (_, name: keyof Ids) => ids[name]);
}
