import { isDeepStrictEqual } from 'node:util';
import { paginateScan, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { Expectations, outcome, type Proof } from './proof';
import { AuditArchive, type CopiedObject, runProgram } from './support/audit-archive';
import { ANY_DATE, AuditedChanges, type Caller, type Happened, operatorOf, type Person, personOf, serviceOf } from './support/audited-changes';
import { changesOf, deliver } from './support/change-streams';
import { dynamodb } from './support/clients';
import { concurrently } from './support/concurrently';
import { readTenancyOutputs, TENANCY, type TenancyOutput } from './support/deployment';
import { Exports } from './support/exports';
import { Lifecycle } from './support/lifecycle';
import { People } from './support/people';
import { Random } from './support/random';
import { TAMPERINGS } from './support/tamperings';
import { eventually } from '../local/client/eventually';
import { ACTOR_TYPE } from '../src/contract/actor';
import { TENANT_ATTRIBUTE } from '../src/contract/attributes';
import { AUDIT_ACTION, type AuditRecord } from '../src/contract/audit';
import { CLAIM } from '../src/contract/claims';
import { TENANT_ROLE } from '../src/contract/roles';
import { parseKey } from '../src/runtime/archive/segment';
import { verifyArchive } from '../src/runtime/archive/verify-archive';
import { recordOf } from '../src/runtime/audit/stored-record';

const { admin, member } = TENANT_ROLE;

/** Number of tenants that change at the same time, and of changes in each. More make a small machine so slow that requests run into their timeouts. */
const AT_A_TIME = 4;

/** Changes in one delivery of a stream, as many as the function gets at most. */
const BATCH = 100;

/** Reads without a new record after which a missing one is not waited for any longer. */
const QUIET_READS = 10;

/** A record is in the archive within about a minute. */
const ARCHIVED_WITHIN_MS = 60_000;

/** Every action with every kind of actor that can make it. Each of them must occur. */
const { user, operator, service, system } = ACTOR_TYPE;
const EVERYONE = [user, operator, service];
const ACTORS: Readonly<Record<string, readonly string[]>> = {
  [AUDIT_ACTION.tenantCreated]: [user, system],
  [AUDIT_ACTION.tenantRenamed]: [...EVERYONE, 'none'],
  [AUDIT_ACTION.tenantSuspended]: [operator, service],
  [AUDIT_ACTION.tenantReactivated]: [operator, service],
  [AUDIT_ACTION.tenantClosed]: EVERYONE,
  [AUDIT_ACTION.tenantRestored]: EVERYONE,
  [AUDIT_ACTION.tenantDeleted]: [system],
  [AUDIT_ACTION.tenantExported]: EVERYONE,
  [AUDIT_ACTION.memberAdded]: EVERYONE,
  [AUDIT_ACTION.memberRoleChanged]: EVERYONE,
  [AUDIT_ACTION.memberProfileChanged]: [system],
  [AUDIT_ACTION.memberRemoved]: EVERYONE,
  [AUDIT_ACTION.memberLeft]: [user],
  [AUDIT_ACTION.memberSignedOut]: [user],
  [AUDIT_ACTION.invitationCreated]: EVERYONE,
  [AUDIT_ACTION.invitationResent]: EVERYONE,
  [AUDIT_ACTION.invitationDeclined]: [user],
  [AUDIT_ACTION.invitationRevoked]: EVERYONE,
  'report.downloaded': [operator, service],
};

/** A tenant with its admin, and a guest who comes and goes. */
interface Cast {
  readonly index: number;
  readonly ann: Person;
  readonly guest: Person;
}

/**
 * Users, operators, services and the tenancy itself change tenants at the same time. Each change has one record with its actor, and what was refused has none.
 * Changes that the streams deliver again add nothing. The archive has every record, and each tampering with a copy is found.
 */
export const audit: Proof = {
  applications: [TENANCY],
  run: async (_, { quick, seed, signal, report }) => {
    const outputs = readTenancyOutputs();
    const expectations = new Expectations();
    const random = new Random(seed);
    const changes = new AuditedChanges();
    const sizes = quick ? { tenants: 8, rounds: 1, deliveries: 2, tamperings: 60 } : { tenants: 40, rounds: 3, deliveries: 4, tamperings: 1_000 };

    const people = new People(outputs);
    const casts = await concurrently(AT_A_TIME, Array.from({ length: sizes.tenants }), async (__, index): Promise<Cast> => {
      signal.throwIfAborted();
      const cast = { index, ann: await signedUp(people, outputs, `ann-${index}@example.com`), guest: await signedUp(people, outputs, `guest-${index}@example.com`) };
      [cast.ann, cast.guest].forEach((person) => changes.signedUp(person));
      return cast;
    });
    await concurrently(AT_A_TIME, casts, async (cast) => {
      signal.throwIfAborted();
      const stage = { outputs, people, changes, random: new Random(seed + cast.index), expectations };
      await changeTenant(stage, cast, casts[(cast.index + 1) % casts.length], sizes.rounds);
    });
    await deleteTenants(outputs, changes, casts, signal);
    report(`${countOf(changes)} changes, ${changes.refused} refused requests`);

    const trail = new Trail(outputs);
    await trail.settled(changes, signal);
    expectCoverage(changes, expectations);
    await expectRecords(trail, changes, expectations);
    await expectNoOthers(outputs, casts, expectations);

    const archive = new AuditArchive(outputs.ArchiveBucketName);
    let copy = await archived(archive, await trail.records(changes), signal);
    const exported = await exportTenants(outputs, changes, casts, signal);
    await trail.settled(changes, signal);
    for (const { tenantId, lines } of exported) {
      expectations.equal(`what the program says about the archive of ${tenantId}`, runProgram(ofTenant(copy, tenantId), tenantId, lines), 0);
    }
    await expectRecords(trail, changes, expectations);
    const records = await trail.records(changes);
    copy = await archived(archive, records, signal, copy);

    // Changes of all tables, in any order, and several times.
    const before = await trail.items();
    const tables = [outputs.TenantsTableName, outputs.UsersTableName, outputs.InvitationsTableName];
    const streamed = (await concurrently(tables.length, tables, changesOf)).flat();
    const again = random.shuffled(Array.from({ length: sizes.deliveries }, () => streamed).flat());
    for (let start = 0; start < again.length; start += BATCH) {
      signal.throwIfAborted();
      await deliver(outputs.AuditWriterName, again.slice(start, start + BATCH));
    }
    expectations.equal('the items of the audit log that repeated deliveries have added or changed', differences(before, await trail.items()), []);
    const keys = (objects: readonly CopiedObject[]) => objects.map(({ key }) => key);
    expectations.equal('the segments that repeated deliveries have added', keys(await archive.copy(copy)).slice(copy.length), []);

    expectations.equal('the error of a deletion from the archive', await archive.errorOfDeletion(copy[0].key), 'AccessDenied');
    const found = tamper(copy, records, sizes.tamperings, random, expectations);
    return outcome({
      changes: countOf(changes),
      refused: changes.refused,
      records: [...records.values()].flat().length,
      delivered: again.length,
      segments: copy.length,
      archivedAfterSeconds: delayOf(copy, records),
      tamperings: sizes.tamperings,
      found,
    }, expectations);
  },
};

interface Stage {
  readonly outputs: Record<TenancyOutput, string>;
  readonly people: People;
  readonly changes: AuditedChanges;
  readonly random: Random;
  readonly expectations: Expectations;
}

/** Changes a tenant: users, operators and services at the same time, then one after another what concerns the whole tenant. */
async function changeTenant(stage: Stage, cast: Cast, other: Cast, rounds: number): Promise<void> {
  const { outputs, changes, random, expectations } = stage;
  const { ann: { tenantId }, ann } = cast;
  const [operating, serving] = [operatorOf(outputs), serviceOf(outputs)];
  for (let round = 0; round < rounds; round += 1) {
    const [racer, keeper] = [`racer-${round}-of-${tenantId}`, `keeper-${round}-of-${tenantId}`];
    await changes.add(serving, tenantId, racer);
    await changes.add(operating, tenantId, keeper);
    const work: Array<() => Promise<void>> = [
      ...[operating, serving].flatMap((by) => administration(stage, by, tenantId, round)),
      ...[ann, operating, serving].flatMap((by) => [
        async () => changes.rename(by, tenantId, `By ${by.actor.type}, ${round}`),
        async () => {
          const { invitationId } = await changes.invite(by, tenantId, `invited-${round}-by-${by.actor.type}-of-${tenantId}@example.com`);
          await changes.revoke(by, tenantId, invitationId);
        },
      ]),
      async () => {
        await changes.changeRole(ann, tenantId, keeper, member, admin);
        await changes.changeRole(ann, tenantId, keeper, admin, member);
        await changes.remove(ann, tenantId, keeper, member);
      },
      async () => {
        const winners = await changes.removeTogether([ann, operating, serving], tenantId, racer);
        expectations.equal(`the number of callers who have removed ${racer}`, winners, 1);
      },
      async () => changes.refuse(other.ann, { method: 'PUT', path: `tenant/${tenantId}`, body: { name: 'Mine' } }, 403),
      async () => changes.refuse(serving, { method: 'PUT', path: `tenant/${tenantId}`, body: { name: 'Old' }, headers: { 'If-Match': '"0"' } }, 412),
      async () => changes.refuse(operating, { method: 'POST', path: `tenant/${tenantId}/members`, body: { userId: ann.userId, name: 'Ada', role: member } }, 409),
      async () => changes.refuse(serving, { method: 'DELETE', path: `tenant/${tenantId}/members/nobody` }, 404),
    ];
    await concurrently(AT_A_TIME, random.shuffled(work), async (change) => change());
  }
  // The only admin can neither leave nor be removed.
  await changes.refuse(ann, { method: 'DELETE', path: `tenant/${tenantId}/membership` }, 409);
  await changes.refuse(operating, { method: 'DELETE', path: `tenant/${tenantId}/members/${ann.userId}` }, 409);
  await changeStatus(stage, cast);
  await changeRowDirectly(outputs, changes, tenantId);
  await comeAndGo(stage, cast);
}

/** Returns the changes that operators and services make in a tenant. */
function administration({ changes, random }: Stage, by: Caller, tenantId: string, round: number): Array<() => Promise<void>> {
  const [added, owner] = ['member', 'owner'].map((name) => `${name}-${round}-by-${by.actor.type}-of-${tenantId}`);
  return [
    async () => {
      await changes.add(by, tenantId, added);
      await changes.changeRole(by, tenantId, added, member, admin);
      await changes.changeRole(by, tenantId, added, admin, member);
      await changes.remove(by, tenantId, added, member);
    },
    async () => {
      await changes.add(by, tenantId, owner);
      await changes.makeOwner(by, tenantId, owner);
      await changes.remove(by, tenantId, owner, admin);
    },
    async () => changes.record(by, tenantId, random),
  ];
}

async function changeStatus({ outputs, changes }: Stage, { ann }: Cast): Promise<void> {
  const { tenantId, userId } = ann;
  for (const by of [operatorOf(outputs), serviceOf(outputs)]) {
    await changes.suspend(by, tenantId);
    await changes.refuse(ann, { method: 'PUT', path: `tenant/${tenantId}`, body: { name: 'Suspended' } }, 403);
    await changes.reactivate(by, tenantId);
    await changes.close(by, tenantId);
    await changes.restore(by, tenantId);
  }
  const name = await nameOf(ann);
  // As a confirmation.
  await changes.close(ann, tenantId, { name });
  await changes.restore(ann, tenantId, `tenants/${userId}/closures/${tenantId}`);
  await nameOf(ann);
}

/** Waits until the authorizer lets the person into the tenant, which is active again. */
async function nameOf(person: Person): Promise<string> {
  return eventually('a member whose tenant is active', async () => {
    const { status, body } = await person.send({ path: `tenant/${person.tenantId}` });
    return status === 200 ? body.name as string : undefined;
  }, 30_000, { everyMs: 500 });
}

/** A script of the application writes a row. */
async function changeRowDirectly(
  { TenantsTableName: TableName }: Record<TenancyOutput, string>, changes: AuditedChanges, tenantId: string,
): Promise<void> {
  await dynamodb.send(new UpdateCommand({
    TableName,
    Key: { [TENANT_ATTRIBUTE.tenantId]: tenantId },
    UpdateExpression: 'SET #name = :name',
    ExpressionAttributeNames: { '#name': TENANT_ATTRIBUTE.name },
    ExpressionAttributeValues: { ':name': 'By a script' },
  }));
  changes.renamed(tenantId);
}

/** A person declines an invitation, accepts one, is signed out, and goes in one of four ways. */
async function comeAndGo({ outputs, people, changes }: Stage, { ann, guest, index }: Cast): Promise<void> {
  const { tenantId } = ann;
  await changes.decline(guest, tenantId, await changes.invite(ann, tenantId, guest.email));
  await changes.accept(guest, tenantId, await changes.invite(ann, tenantId, guest.email));
  await changes.signOut(ann, tenantId, guest.userId);
  // A session that begins in the second of the sign-out has ended, too.
  await eventually('a person who is signed in again', async () => {
    guest.tokens = await people.pool.signIn(guest.email);
    return (await guest.send({ path: `tenant/${tenantId}` })).status === 200 || undefined;
  }, 30_000, { everyMs: 1_000 });
  const ways = [
    async () => {
      await changes.make(guest, { method: 'DELETE', path: `tenant/${tenantId}/membership` });
      changes.left(guest, tenantId, member);
    },
    async () => changes.remove(ann, tenantId, guest.userId, member),
    // A person who deletes the account leaves all tenants, and closes those without other members.
    async () => {
      await changes.make(guest, { method: 'DELETE', path: `tenants/${guest.userId}/account` });
      changes.left(guest, tenantId, member);
      changes.left(guest, guest.tenantId, admin);
      changes.closed(guest.actor, guest.tenantId);
    },
    async () => {
      const by = index % 8 === 3 ? operatorOf(outputs) : serviceOf(outputs);
      await changes.make(by, { method: 'DELETE', path: `users/${guest.userId}` });
      changes.removed(by.actor, tenantId, guest.userId, member);
      changes.removed(by.actor, guest.tenantId, guest.userId, admin);
      changes.closed(by.actor, guest.tenantId);
    },
  ];
  await ways[index % ways.length]();

  // Somebody who is added without an address has one after the next sign-in.
  const email = `added-${index}@example.com`;
  const userId = await people.pool.createByAdministrator(email);
  await changes.add(serviceOf(outputs), tenantId, userId, 'Somebody');
  await people.pool.signIn(email);
  changes.profileChanged(tenantId, userId);
  await changes.createTenant(ann);
}

/** The deletion of a tenant is one record, without records of its members. */
async function deleteTenants(
  outputs: Record<TenancyOutput, string>, changes: AuditedChanges, casts: readonly Cast[], signal: AbortSignal,
): Promise<void> {
  const lifecycle = new Lifecycle(outputs);
  // The guests who have left and who were removed still have their own tenants.
  const tenantIds = casts.filter(({ index }) => index % 4 === 0).map(({ guest }) => guest.tenantId);
  await concurrently(AT_A_TIME, tenantIds, async (tenantId) => {
    await changes.close(operatorOf(outputs), tenantId, { deleteAt: new Date().toISOString(), reason: 'proof' });
    changes.deleted(tenantId);
  });
  await lifecycle.sweepAll();
  await lifecycle.settled(signal);
}

/** Exports some tenants, by each kind of caller. @returns the files with their audit logs */
async function exportTenants(
  outputs: Record<TenancyOutput, string>, changes: AuditedChanges, casts: readonly Cast[], signal: AbortSignal,
): Promise<ReadonlyArray<{ readonly tenantId: string; readonly lines: readonly string[] }>> {
  const exports = new Exports(outputs);
  await exports.windowBegun(signal);
  const begun = await concurrently(AT_A_TIME, casts.slice(0, 6), async ({ ann: { tenantId }, ann, index }) => (
    { tenantId, exportId: await changes.export([ann, operatorOf(outputs), serviceOf(outputs)][index % 3], tenantId) }
  ));
  await exports.settled(signal);
  return concurrently(AT_A_TIME, begun, async ({ tenantId, exportId }) => (
    { tenantId, lines: (await exports.download(tenantId, exportId)).lines.audit }
  ));
}

/** The audit log in its table. */
class Trail {
  public constructor(private readonly outputs: Record<TenancyOutput, string>) {}

  public async items(): Promise<ReadonlyArray<Record<string, unknown>>> {
    const items: Array<Record<string, unknown>> = [];
    const pages = paginateScan({ client: dynamodb }, { TableName: this.outputs.AuditTableName, ConsistentRead: true });
    for await (const { Items = [] } of pages) items.push(...Items);
    return items;
  }

  /** The records of the tenants of this proof, by tenant. */
  public async records(changes: AuditedChanges): Promise<Map<string, AuditRecord[]>> {
    const records = new Map<string, AuditRecord[]>(changes.tenantIds.map((tenantId) => [tenantId, []]));
    for (const item of await this.items()) records.get(String(item.tenantid))?.push(recordOf(item));
    return records;
  }

  /** Resolves when there are as many records as changes, and no more come; or when no more have come for half a minute. */
  public async settled(changes: AuditedChanges, signal: AbortSignal): Promise<void> {
    let [last, quietReads] = [-1, 0];
    await eventually('the records of all changes', async () => {
      const found = [...(await this.records(changes)).values()].flat().length;
      quietReads = found === last ? quietReads + 1 : 0;
      last = found;
      return quietReads >= (found < countOf(changes) ? QUIET_READS : 1) || undefined;
    }, 240_000, { everyMs: 3_000, signal });
  }
}

function happenedIn({ action, actor, targets, changes }: AuditRecord): Happened {
  const masked = changes.map(({ field, ...values }) => ({
    field, ...(field === 'deleteAt' ? Object.fromEntries(Object.keys(values).map((key) => [key, ANY_DATE])) : values),
  }));
  return { action, ...actor && { actor }, targets, changes: masked };
}

const textOf = ({ action, actor, targets, changes }: Happened) => JSON.stringify([
  action, actor ? [actor.type, actor.id] : [], targets.map(({ type, id }) => [type, id]), changes.map(({ field, from = '', to = '' }) => [field, from, to]),
]);

/** Each change has one record. */
async function expectRecords(trail: Trail, changes: AuditedChanges, expectations: Expectations): Promise<void> {
  for (const [tenantId, records] of await trail.records(changes)) {
    const [expected, actual] = [changes.of(tenantId), records.map(happenedIn)].map((all) => all.map(textOf).sort());
    expectations.equal(`the missing records of ${tenantId}`, without(expected, actual), []);
    expectations.equal(`the superfluous records of ${tenantId}`, without(actual, expected), []);
    expectations.equal(`the number of different ids in ${tenantId}`, new Set(records.map(({ id }) => id)).size, records.length);
  }
}

/** The elements of a list that are left after each element of another one has taken away an equal one. */
function without(elements: readonly string[], others: readonly string[]): string[] {
  const left = [...elements];
  for (const other of others) {
    const at = left.indexOf(other);
    if (at >= 0) left.splice(at, 1);
  }
  return left;
}

/** Every action has occurred with each kind of actor. */
function expectCoverage(changes: AuditedChanges, expectations: Expectations): void {
  const occurred = new Set(changes.tenantIds.flatMap((tenantId) => changes.of(tenantId)).map(({ action, actor }) => `${action} ${actor?.type ?? 'none'}`));
  const exported = AUDIT_ACTION.tenantExported;
  const expected = Object.entries(ACTORS).filter(([action]) => action !== exported).flatMap(([action, types]) => types.map((type) => `${action} ${type}`));
  expectations.equal('the actions and actors that have occurred', [...occurred].sort(), expected.sort());
}

/** The admin of another tenant cannot read the log, and the own log names no other tenant. */
async function expectNoOthers(outputs: Record<TenancyOutput, string>, casts: readonly Cast[], expectations: Expectations): Promise<void> {
  await concurrently(AT_A_TIME, casts, async ({ ann, index }) => {
    const other = casts[(index + 1) % casts.length].ann;
    const foreign = await ann.send({ path: `tenant/${other.tenantId}/audit` });
    expectations.equal(`the answer to the admin of ${ann.tenantId} about ${other.tenantId}`, foreign.status, 403);
    const own = await ann.send({ path: `tenant/${ann.tenantId}/audit?limit=100` });
    expectations.equal(`the answer to the admin of ${ann.tenantId}`, own.status, 200);
    expectations.equal(`whether the log of ${ann.tenantId} mentions ${other.tenantId}`, JSON.stringify(own.body).includes(other.tenantId), false);
    const asOperator = await operatorOf(outputs).send({ path: `tenant/${ann.tenantId}/audit?limit=100` });
    const ids = ({ records }: { readonly records: ReadonlyArray<{ readonly id: string }> }) => records.map(({ id }) => id);
    expectations.equal(`the records of ${ann.tenantId} that operators read`, ids(asOperator.body), ids(own.body));
  });
}

/** Waits until the archive has all records. */
async function archived(
  archive: AuditArchive, records: ReadonlyMap<string, readonly AuditRecord[]>, signal: AbortSignal, before: readonly CopiedObject[] = [],
): Promise<CopiedObject[]> {
  let copy = [...before];
  await eventually('the archive of all records', async () => {
    copy = await archive.copy(copy);
    const text = copy.map(({ content }) => Buffer.from(content).toString()).join('');
    return [...records.values()].flat().every(({ id }) => text.includes(`"${id}"`)) || undefined;
  }, ARCHIVED_WITHIN_MS, { everyMs: 1_000, signal });
  return copy;
}

const ofTenant = (copy: readonly CopiedObject[], tenantId: string) => copy.filter(({ key }) => parseKey(key)?.tenantId === tenantId)
  .sort((a, b) => (a.key < b.key ? -1 : 1));

/** Longest time from a change until its record was in the archive. S3 tells the second in which an object was written. */
function delayOf(copy: readonly CopiedObject[], records: ReadonlyMap<string, readonly AuditRecord[]>): number {
  const writtenAt = new Map(copy.flatMap(({ content, writtenAt: at }) => (
    Buffer.from(content).toString().trimEnd().split('\n').slice(1).map((line) => [JSON.parse(line).id as string, at.getTime()] as const)
  )));
  return Math.ceil(Math.max(...[...records.values()].flat().map(({ id, occurredAt }) => writtenAt.get(id)! - Date.parse(occurredAt))) / 1_000);
}

/** Tampers with the archives of tenants. @returns the number of tamperings that were found */
function tamper(
  copy: readonly CopiedObject[], records: ReadonlyMap<string, readonly AuditRecord[]>, count: number, random: Random, expectations: Expectations,
): number {
  const tenantIds = [...records.keys()];
  const kinds = Object.entries(TAMPERINGS);
  let found = 0;
  tenantIds.forEach((tenantId) => {
    const faults = verifyArchive(ofTenant(copy, tenantId), { tenantId, expected: records.get(tenantId) });
    expectations.equal(`the faults in the archive of ${tenantId}`, faults, []);
  });
  for (let index = 0; index < count; index += 1) {
    const [name, change] = kinds[index % kinds.length];
    const tenantId = tenantIds[random.between(0, tenantIds.length - 1)];
    const expected = records.get(tenantId)!;
    const changed = change(ofTenant(copy, tenantId), random);
    const isFound = verifyArchive(changed, { tenantId, expected }).length > 0;
    expectations.equal(`whether it is found that ${name} (tampering ${index})`, isFound, true);
    if (isFound) found += 1;
    // Once for each kind, also by the program that auditors run. It needs a process each time.
    if (index < kinds.length) {
      expectations.equal(`what the program says if ${name}`, runProgram(changed, tenantId, expected.map((record) => JSON.stringify(record))), 1);
    }
  }
  return found;
}

async function signedUp(people: People, outputs: Record<TenancyOutput, string>, email: string): Promise<Person> {
  const { userId } = await people.signUp(email);
  const tokens = await eventually('a token with a tenant', async () => {
    const signedIn = await people.pool.signIn(email);
    return signedIn.claims[CLAIM.tenant] === undefined ? undefined : signedIn;
  });
  return personOf(outputs, { userId, email, tenantId: tokens.claims[CLAIM.tenant] as string, tokens });
}

function countOf(changes: AuditedChanges): number {
  return changes.tenantIds.flatMap((tenantId) => changes.of(tenantId)).length;
}

/** The items that are in only one of two lists. */
function differences(before: ReadonlyArray<Record<string, unknown>>, after: ReadonlyArray<Record<string, unknown>>): unknown[] {
  const keyOf = ({ tenantid, recordid }: Record<string, unknown>) => `${String(tenantid)} ${String(recordid)}`;
  const [known, now] = [before, after].map((items) => new Map(items.map((item) => [keyOf(item), item])));
  return [...new Set([...known.keys(), ...now.keys()])].filter((key) => !isDeepStrictEqual(known.get(key), now.get(key)));
}
