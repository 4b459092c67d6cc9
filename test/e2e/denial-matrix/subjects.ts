import type { Ids, Row } from './cell';
import type { DeployedRoute } from './deployed-routes';

/** The ids of the caller, and ids that do not belong to the caller. */
export interface Parties {
  readonly own: Ids;
  /** Another tenant, its admin and its device. */
  readonly other: Ids;
  /** Another member of the own tenant. */
  readonly colleagueId: string;
}

/** The subject of a request: the ids that are written into its path. */
export interface Subject {
  readonly name: string;
  /** Parameters with special values. Routes without any of them are not called for this subject. */
  readonly concerns: ReadonlyArray<keyof Ids>;
  readonly ids: (parties: Parties) => Ids;
  readonly query?: (parties: Parties) => Readonly<Record<string, string>>;
}

const ANY: ReadonlyArray<keyof Ids> = ['tenantId', 'userId'];

/** A variation of the own id that is no longer the own id, or that only a careless parser reads as the own id. */
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
  written('a % without an encoding', (own) => `${own}%`),
  written('too many characters', (own) => own.repeat(10)),
];

/** The subjects for the requests to a route. Routes for everybody need few, because their ids do not matter. */
export function subjectsOf({ path }: DeployedRoute, { open }: Row): Subject[] {
  return (open === 'to everybody' ? [OWN, OTHER] : SUBJECTS)
    .filter((subject) => subject === OWN || subject.concerns.some((name) => path.includes(`{${name}}`)));
}

/** The path of a request, without a leading slash. */
export function pathOf({ path }: DeployedRoute, ids: Ids): string {
  return path.slice(1).replace(/\{(\w+)\}/g, (_, name: keyof Ids) => ids[name]);
}
