import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { TenancyOutput } from './deployment';
import type { Random } from './random';
import { type Answer, type Call, call, callSigned } from '../../local/client/api';
import type { Tokens } from '../../local/client/user-pool';
import { type Actor, ACTOR_TYPE, SYSTEM_PART } from '../../src/contract/actor';
import { AUDIT_ACTION, type AuditChange, type AuditRecord, type AuditTarget } from '../../src/contract/audit';
import { TENANT_ROLE } from '../../src/contract/roles';

/** The change in a record. The rest of a record is where the request came from. */
export type Happened = Pick<AuditRecord, 'action' | 'actor' | 'targets' | 'changes'>;

/** Attempts to make a change that meets others. A refused attempt must leave no record. */
const ATTEMPTS = 20;
const PAUSE_MS = 200;

/** The engine's principal with all rights. */
const ROOT = 'arn:aws:iam::000000000000:root';

/** Someone who can send requests. */
export interface Caller {
  readonly actor: Actor;
  readonly send: (request: Call) => Promise<Answer>;
}

/** A person with a tenant, and the tokens of the last sign-in. */
export interface Person extends Caller {
  readonly userId: string;
  readonly email: string;
  readonly tenantId: string;
  tokens: Tokens;
}

/** An invitation with its latest code. */
export interface Invitation {
  readonly invitationId: string;
  readonly code: string;
}

export function personOf(outputs: Record<TenancyOutput, string>, person: Omit<Person, keyof Caller>): Person {
  const signedIn: Person = {
    ...person,
    actor: { type: ACTOR_TYPE.user, id: person.userId },
    send: async (request) => call(outputs.ApiUrl, request, signedIn.tokens.accessToken),
  };
  return signedIn;
}

export function operatorOf({ OperatorUrl }: Record<TenancyOutput, string>): Caller {
  return { actor: { type: ACTOR_TYPE.operator, id: ROOT }, send: async (request) => callSigned(OperatorUrl, request) };
}

export function serviceOf({ AdminApiUrl }: Record<TenancyOutput, string>): Caller {
  return { actor: { type: ACTOR_TYPE.service, id: ROOT }, send: async (request) => callSigned(AdminApiUrl, request) };
}

const { admin, member } = TENANT_ROLE;

export const userTarget = (id: string): AuditTarget => ({ type: 'user', id });
export const tenantTarget = (id: string): AuditTarget => ({ type: 'tenant', id });
const invitationTarget = (id: string): AuditTarget => ({ type: 'invitation', id });

const system = (id: string): Actor => ({ type: ACTOR_TYPE.system, id });
const roleChange = (from?: string, to?: string): AuditChange[] => [{ field: 'role', ...from && { from }, ...to && { to } }];
const statusChange = (from: string, to: string): AuditChange => ({ field: 'status', from, to });

/** The time of a deletion depends on when the request came, so a date stands for all of them. */
export const ANY_DATE = 'date';
const DELETION = { scheduled: { field: 'deleteAt', to: ANY_DATE }, ended: { field: 'deleteAt', from: ANY_DATE } } as const;

/** Whether a request can succeed later: after another change, on a less busy machine, or with a new decision of the authorizer. */
function isTemporary({ status }: Answer, { actor }: Caller): boolean {
  return status === 409 || status >= 500 || (status === 403 && actor.type === ACTOR_TYPE.user);
}

/** Makes changes, and keeps the record that each of them must have. */
export class AuditedChanges {
  public refused = 0;
  private readonly happened = new Map<string, Happened[]>();

  /** The expected records of a tenant. */
  public of(tenantId: string): readonly Happened[] {
    return this.happened.get(tenantId) ?? [];
  }

  public get tenantIds(): string[] {
    return [...this.happened.keys()];
  }

  public expect(tenantId: string, happened: Happened): void {
    this.happened.set(tenantId, [...this.of(tenantId), happened]);
  }

  /** Makes a change, again until other changes let it. @throws an error if it is refused for another reason */
  public async make(by: Caller, request: Call): Promise<Answer> {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await by.send(request);
      if (answer.status < 300) return answer;
      this.refused += 1;
      if (attempt === ATTEMPTS || !isTemporary(answer, by)) {
        throw new Error(`${by.actor.type}: ${request.method} ${request.path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
      }
      await wait(PAUSE_MS);
    }
  }

  /** Sends a request that must be refused. */
  public async refuse(by: Caller, request: Call, status: number): Promise<void> {
    const answer = await by.send(request);
    if (answer.status !== status) {
      throw new Error(`${by.actor.type}: ${request.method} ${request.path} must answer ${status}, but answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    }
    this.refused += 1;
  }

  public signedUp({ tenantId, userId }: Person): void {
    this.expect(tenantId, {
      action: AUDIT_ACTION.tenantCreated, actor: system(SYSTEM_PART.signUp), targets: [tenantTarget(tenantId), userTarget(userId)], changes: [],
    });
  }

  public async rename({ actor, ...by }: Caller, tenantId: string, name: string): Promise<void> {
    await this.make({ actor, ...by }, { method: 'PUT', path: `tenant/${tenantId}`, body: { name } });
    this.renamed(tenantId, actor);
  }

  /** @param actor Absent for a row that the application has written. */
  public renamed(tenantId: string, actor?: Actor): void {
    this.expect(tenantId, {
      action: AUDIT_ACTION.tenantRenamed, ...actor && { actor }, targets: [tenantTarget(tenantId)], changes: [{ field: 'name' }],
    });
  }

  public async add(by: Caller, tenantId: string, userId: string, name = 'Ada', email?: string): Promise<void> {
    await this.make(by, { method: 'POST', path: `tenant/${tenantId}/members`, body: { userId, name, email, role: member } });
    this.expect(tenantId, {
      action: AUDIT_ACTION.memberAdded, actor: by.actor, targets: [userTarget(userId)], changes: roleChange(undefined, member),
    });
  }

  public async changeRole(by: Caller, tenantId: string, userId: string, from: string, role: string): Promise<void> {
    await this.make(by, { method: 'PUT', path: `tenant/${tenantId}/members/${userId}`, body: { role } });
    this.expect(tenantId, {
      action: AUDIT_ACTION.memberRoleChanged, actor: by.actor, targets: [userTarget(userId)], changes: roleChange(from, role),
    });
  }

  public async makeOwner(by: Caller, tenantId: string, userId: string): Promise<void> {
    await this.make(by, { method: 'PUT', path: `tenant/${tenantId}/owner`, body: { userId } });
    this.expect(tenantId, {
      action: AUDIT_ACTION.memberRoleChanged, actor: by.actor, targets: [userTarget(userId)], changes: roleChange(member, admin),
    });
  }

  public async remove(by: Caller, tenantId: string, userId: string, role: string): Promise<void> {
    await this.make(by, { method: 'DELETE', path: `tenant/${tenantId}/members/${userId}` });
    this.removed(by.actor, tenantId, userId, role);
  }

  public removed(actor: Actor, tenantId: string, userId: string, role: string): void {
    this.expect(tenantId, { action: AUDIT_ACTION.memberRemoved, actor, targets: [userTarget(userId)], changes: roleChange(role) });
  }

  /** Several callers remove a member at the same time: one of them does, and the others find no member. */
  public async removeTogether(callers: readonly Caller[], tenantId: string, userId: string): Promise<number> {
    const answers = await Promise.all(callers.map(async (by) => ({
      by, status: (await by.send({ method: 'DELETE', path: `tenant/${tenantId}/members/${userId}` })).status,
    })));
    const winners = answers.filter(({ status }) => status < 300);
    this.refused += answers.length - winners.length;
    winners.forEach(({ by }) => this.removed(by.actor, tenantId, userId, member));
    return winners.length;
  }

  public left({ actor, userId }: Person, tenantId: string, role: string): void {
    this.expect(tenantId, { action: AUDIT_ACTION.memberLeft, actor, targets: [userTarget(userId)], changes: roleChange(role) });
  }

  public async signOut(by: Caller, tenantId: string, userId: string): Promise<void> {
    await this.make(by, { method: 'POST', path: `tenant/${tenantId}/members/${userId}/sign-out` });
    this.expect(tenantId, { action: AUDIT_ACTION.memberSignedOut, actor: by.actor, targets: [userTarget(userId)], changes: [] });
  }

  public profileChanged(tenantId: string, userId: string): void {
    this.expect(tenantId, {
      action: AUDIT_ACTION.memberProfileChanged, actor: system(SYSTEM_PART.memberProfiles), targets: [userTarget(userId)], changes: [{ field: 'email' }],
    });
  }

  /** Invites a person, and sends the invitation again. */
  public async invite(by: Caller, tenantId: string, email: string): Promise<Invitation> {
    const { body: { invitationId } } = await this.make(by, { method: 'POST', path: `tenant/${tenantId}/invitations`, body: { email, role: member } });
    const targets = [invitationTarget(invitationId)];
    this.expect(tenantId, { action: AUDIT_ACTION.invitationCreated, actor: by.actor, targets, changes: roleChange(undefined, member) });
    const { body: { code } } = await this.make(by, { method: 'POST', path: `tenant/${tenantId}/invitations/${invitationId}/resend` });
    this.expect(tenantId, { action: AUDIT_ACTION.invitationResent, actor: by.actor, targets, changes: [] });
    return { invitationId, code };
  }

  public async revoke(by: Caller, tenantId: string, invitationId: string): Promise<void> {
    await this.make(by, { method: 'DELETE', path: `tenant/${tenantId}/invitations/${invitationId}` });
    this.expect(tenantId, {
      action: AUDIT_ACTION.invitationRevoked, actor: by.actor, targets: [invitationTarget(invitationId)], changes: [statusChange('pending', 'revoked')],
    });
  }

  public async accept(by: Person, tenantId: string, { invitationId, code }: Invitation): Promise<void> {
    await this.make(by, { method: 'POST', path: `tenants/${by.userId}/invitations/accept`, body: { code } });
    this.expect(tenantId, {
      action: AUDIT_ACTION.memberAdded,
      actor: by.actor,
      targets: [userTarget(by.userId), invitationTarget(invitationId)],
      changes: roleChange(undefined, member),
    });
  }

  public async decline(by: Person, tenantId: string, { invitationId, code }: Invitation): Promise<void> {
    await this.make(by, { method: 'POST', path: `tenants/${by.userId}/invitations/decline`, body: { code } });
    this.expect(tenantId, {
      action: AUDIT_ACTION.invitationDeclined, actor: by.actor, targets: [invitationTarget(invitationId)], changes: [statusChange('pending', 'declined')],
    });
  }

  /** Creates another tenant, with a request that is repeated. */
  public async createTenant(by: Person): Promise<string> {
    const request = { method: 'POST', path: `tenants/${by.userId}`, body: { name: 'Second' }, headers: { 'Idempotency-Key': randomUUID() } };
    const { body: { tenantId } } = await this.make(by, request);
    await this.make(by, request);
    this.expect(tenantId, {
      action: AUDIT_ACTION.tenantCreated, actor: by.actor, targets: [tenantTarget(tenantId), userTarget(by.userId)], changes: [],
    });
    return tenantId;
  }

  public async suspend(by: Caller, tenantId: string): Promise<void> {
    await this.make(by, { method: 'PUT', path: `tenant/${tenantId}/suspension`, body: { reason: 'proof' } });
    const targets = [tenantTarget(tenantId)];
    this.expect(tenantId, { action: AUDIT_ACTION.tenantSuspended, actor: by.actor, targets, changes: [statusChange('active', 'suspended')] });
  }

  public async reactivate(by: Caller, tenantId: string): Promise<void> {
    await this.make(by, { method: 'DELETE', path: `tenant/${tenantId}/suspension` });
    const targets = [tenantTarget(tenantId)];
    this.expect(tenantId, { action: AUDIT_ACTION.tenantReactivated, actor: by.actor, targets, changes: [statusChange('suspended', 'active')] });
  }

  public async close(by: Caller, tenantId: string, body: object = {}): Promise<void> {
    await this.make(by, { method: 'PUT', path: `tenant/${tenantId}/closure`, body });
    this.closed(by.actor, tenantId);
  }

  public closed(actor: Actor, tenantId: string): void {
    const changes = [statusChange('active', 'closing'), DELETION.scheduled];
    this.expect(tenantId, { action: AUDIT_ACTION.tenantClosed, actor, targets: [tenantTarget(tenantId)], changes });
  }

  public async restore(by: Caller, tenantId: string, path = `tenant/${tenantId}/closure`): Promise<void> {
    await this.make(by, { method: 'DELETE', path });
    const changes = [statusChange('closing', 'active'), DELETION.ended];
    this.expect(tenantId, { action: AUDIT_ACTION.tenantRestored, actor: by.actor, targets: [tenantTarget(tenantId)], changes });
  }

  public deleted(tenantId: string): void {
    const changes = [statusChange('closing', 'deleted'), DELETION.ended];
    this.expect(tenantId, { action: AUDIT_ACTION.tenantDeleted, actor: system(SYSTEM_PART.deletion), targets: [tenantTarget(tenantId)], changes });
  }

  /** @returns the id of the export */
  public async export(by: Caller, tenantId: string): Promise<string> {
    const { body: { exportId } } = await this.make(by, { method: 'POST', path: `tenant/${tenantId}/exports` });
    this.expect(tenantId, {
      action: AUDIT_ACTION.tenantExported, actor: by.actor, targets: [tenantTarget(tenantId), { type: 'export', id: exportId }], changes: [],
    });
    return exportId;
  }

  /** Adds a record of the application. */
  public async record(by: Caller, tenantId: string, random: Random): Promise<void> {
    const happened = { action: 'report.downloaded', targets: [{ type: 'report', id: `r-${random.between(1, 1_000_000)}` }] };
    await this.make(by, { method: 'POST', path: `tenant/${tenantId}/audit`, body: happened });
    this.expect(tenantId, { ...happened, actor: by.actor, changes: [] });
  }
}
