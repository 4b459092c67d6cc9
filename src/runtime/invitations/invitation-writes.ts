import { GetCommand, paginateQuery, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { backOff } from 'exponential-backoff';
import { newCode, newInvitationId } from './invitation-code';
import { invitationKey, livingInvitations, readInvitation } from './invitation-items';
import { countMailToAddress, type MailsOfDay, mailsWithOneMore, readMailCount } from './mail-counts';
import { type Actor, ACTOR_TYPE } from '../../contract/actor';
import {
  emailKey, INVITATION_ATTRIBUTE, INVITATION_STATUS, type InvitationItem, type InvitationStatus, TENANT_ATTRIBUTE, type TenantItem, USER_ATTRIBUTE,
} from '../../contract/attributes';
import type { TenantRole } from '../../contract/roles';
import { transact, type TransactionStep } from '../aws/transaction';
import type { TableNames } from '../environment/tables';
import { ProblemError, refusal } from '../library/problem';
import { membersOf } from '../members/member-query';
import { adminCheck } from '../tenants/admin-check';
import { changedBy } from '../tenants/changed-by';
import { inactiveTenant, limitReached } from '../tenants/tenant-refusals';
import type { TenantScope } from '../tenants/tenant-scope';
import { writeTenant } from '../tenants/tenant-write';

export interface InvitationTableNames extends TableNames {
  readonly invitationsTableName: string;
}

/** A scope that also has the name of the invitations table. */
export type InvitationScope = TenantScope<InvitationTableNames>;

/** The terms of an invitation. */
export interface InvitationTerms {
  readonly email: string;
  readonly role: TenantRole;
  /** Validity of the code. */
  readonly days: number;
}

/** An invitation and its new code. */
export interface IssuedCode {
  readonly invitation: InvitationItem;
  readonly code: string;
  readonly tenantName: string;
  /** Absent for an invitation by an operator or a service, and if no mail is sent. */
  readonly inviterName?: string;
}

/** Limits for new codes. */
export interface IssueLimits {
  /** Highest number of pending invitations of a tenant. */
  readonly invitationsPerTenant: number;
  /** Highest number of mails that a tenant sends on one day; absent if no mails are sent. */
  readonly mailsPerTenantAndDay?: number;
}

const DAY_SECONDS = 24 * 60 * 60;

/** Time during which admins can see and resend an expired invitation. */
const EXPIRED_KEPT_SECONDS = 30 * DAY_SECONDS;

/** Time during which an ended invitation is kept, so support can see its status. */
const ENDED_KEPT_SECONDS = 2 * DAY_SECONDS;

/** If ten admins invite at once, the last one needs about ten attempts. */
const RACE_RETRY = { numOfAttempts: 12, startingDelay: 25, timeMultiple: 2, maxDelay: 500, jitter: 'full' } as const;

/** Another code was issued after the invitations were read, so they must be read again. */
class OvertakenError extends ProblemError {
  constructor() {
    super(409, 'Too many concurrent invitations to this tenant. Try again.', undefined, { code: 'tooManyChanges' });
  }
}

/**
 * Creates an invitation.
 *
 * @throws ProblemError 404 for an unknown tenant; 403 for a tenant that is not active, or an actor who is no longer an admin; 409 for the
 * limit of invitations, or for the address of a member or of another pending invitation; 429 for a limit of mails
 */
export async function createInvitation(scope: InvitationScope, limits: IssueLimits, { email, role, days }: InvitationTerms): Promise<IssuedCode> {
  const { tables, tenantId, actor } = scope;
  const invitationId = newInvitationId();
  const { code, codeHash } = newCode({ tenantId, invitationId });
  const { updatedat, ...times } = codeTimes(days * DAY_SECONDS);
  const invitation: InvitationItem = {
    tenantid: tenantId,
    invitationid: invitationId,
    email: emailKey(email),
    role,
    status: INVITATION_STATUS.pending,
    codehash: codeHash,
    ...inviter(actor),
    createdat: updatedat,
    updatedat,
    ...times,
    changedby: changedBy(scope, updatedat),
  };
  const names = await issue(scope, limits, invitation, {
    item: {
      Put: {
        TableName: tables.invitationsTableName,
        Item: invitation,
        ConditionExpression: 'attribute_not_exists(#tenantId)',
        ExpressionAttributeNames: { '#tenantId': INVITATION_ATTRIBUTE.tenantId },
      },
    },
    refusal: () => new Error('The random id of a new invitation must be unique, but another invitation has it.'),
  });
  return { invitation, code, ...names };
}

/**
 * Gives an invitation a new code with the same validity period as the first code. Earlier codes are no longer valid. The actor becomes the
 * inviter.
 *
 * @throws ProblemError 404 for an unknown tenant, or an invitation that is not pending; 403 for a tenant that is not active, or an actor who
 * is no longer an admin; 409 for the limit of invitations, or for the address of a member or of another pending invitation; 429 for a limit
 * of mails
 */
export async function resendInvitation(scope: InvitationScope, limits: IssueLimits, invitationId: string): Promise<IssuedCode> {
  const { client, tables, tenantId, actor } = scope;
  const sent = await readInvitation(client, tables.invitationsTableName, { tenantId, invitationId });
  if (sent?.status !== INVITATION_STATUS.pending) {
    throw notPending();
  }
  const { code, codeHash } = newCode({ tenantId, invitationId });
  const { invitedby: _, ...unchanged } = sent;
  const invitation: InvitationItem = {
    ...unchanged,
    ...inviter(actor),
    codehash: codeHash,
    ...codeTimes(sent.expiresat - seconds(Date.parse(sent.updatedat))),
    changedby: changedBy(scope),
  };
  const isByMember = invitation.invitedby !== undefined;
  const names = await issue(scope, limits, invitation, {
    item: {
      Update: {
        TableName: tables.invitationsTableName,
        Key: invitationKey({ tenantId, invitationId }),
        UpdateExpression: `SET #codeHash = :codeHash, #updatedAt = :updatedAt, #expiresAt = :expiresAt, #purgeAt = :purgeAt, #changedBy = :changedBy${isByMember ? ', #invitedBy = :invitedBy' : ' REMOVE #invitedBy'}`,
        ConditionExpression: '#status = :pending',
        ExpressionAttributeNames: {
          '#status': INVITATION_ATTRIBUTE.status,
          '#codeHash': INVITATION_ATTRIBUTE.codeHash,
          '#updatedAt': INVITATION_ATTRIBUTE.updatedAt,
          '#expiresAt': INVITATION_ATTRIBUTE.expiresAt,
          '#purgeAt': INVITATION_ATTRIBUTE.purgeAt,
          '#invitedBy': INVITATION_ATTRIBUTE.invitedBy,
          '#changedBy': INVITATION_ATTRIBUTE.changedBy,
        },
        ExpressionAttributeValues: {
          ...isByMember && { ':invitedBy': invitation.invitedby },
          ':pending': INVITATION_STATUS.pending,
          ':codeHash': invitation.codehash,
          ':updatedAt': invitation.updatedat,
          ':expiresAt': invitation.expiresat,
          ':purgeAt': invitation.purgeat,
          ':changedBy': invitation.changedby,
        },
      },
    },
    refusal: notPending,
  });
  return { invitation, code, ...names };
}

/**
 * Revokes an invitation.
 *
 * @throws ProblemError 404 for an invitation that is not pending, 403 for an actor who is no longer an admin
 */
export async function revokeInvitation(scope: InvitationScope, invitationId: string): Promise<void> {
  await transact(scope.client, [
    ...adminCheck(scope),
    endInvitation(scope, invitationId, INVITATION_STATUS.revoked),
  ]);
}

/**
 * Revokes the pending invitations by a person who is no longer an admin. Accepting checks the inviter too, so a missed invitation gives
 * nobody a right.
 */
export async function revokeInvitationsBy(scope: InvitationScope, userId: string): Promise<void> {
  const { client, tables, tenantId } = scope;
  const living = await livingInvitations(client, tables.invitationsTableName, tenantId);
  for (const { invitationid: invitationId } of living.filter(({ invitedby }) => invitedby === userId)) {
    await transact(client, [endInvitation(scope, invitationId, INVITATION_STATUS.revoked)]).catch((error: unknown) => {
      // It was accepted, declined or revoked in the meantime.
      if (!(error instanceof ProblemError && error.status === 404)) throw error;
    });
  }
}

/**
 * Ends a pending invitation.
 *
 * @param codeHash For an end by the invited person: hash of the code that the invitation must still have. The invitation must not have
 * expired then.
 */
export function endInvitation(
  scope: InvitationScope,
  invitationId: string,
  status: Exclude<InvitationStatus, typeof INVITATION_STATUS.pending>,
  codeHash?: string,
): TransactionStep {
  const { tables, tenantId } = scope;
  const now = Date.now();
  const at = new Date(now).toISOString();
  const isByCode = codeHash !== undefined;
  return {
    item: {
      Update: {
        TableName: tables.invitationsTableName,
        Key: invitationKey({ tenantId, invitationId }),
        UpdateExpression: 'SET #status = :status, #updatedAt = :updatedAt, #purgeAt = :purgeAt, #changedBy = :changedBy',
        ConditionExpression: `#status = :pending${isByCode ? ' AND #codeHash = :codeHash AND #expiresAt > :now' : ''}`,
        ExpressionAttributeNames: {
          '#status': INVITATION_ATTRIBUTE.status,
          '#updatedAt': INVITATION_ATTRIBUTE.updatedAt,
          '#purgeAt': INVITATION_ATTRIBUTE.purgeAt,
          '#changedBy': INVITATION_ATTRIBUTE.changedBy,
          ...isByCode && { '#codeHash': INVITATION_ATTRIBUTE.codeHash, '#expiresAt': INVITATION_ATTRIBUTE.expiresAt },
        },
        ExpressionAttributeValues: {
          ':pending': INVITATION_STATUS.pending,
          ':status': status,
          ':updatedAt': at,
          ':changedBy': changedBy(scope, at),
          ':purgeAt': seconds(now) + ENDED_KEPT_SECONDS,
          ...isByCode && { ':codeHash': codeHash, ':now': seconds(now) },
        },
      },
    },
    refusal: notPending,
  };
}

/** The refusal for an unknown or ended invitation. It does not tell which of these applies, because that would help to guess codes. */
export function notPending(): ProblemError {
  return refusal(404, 'invitationNotFound', 'Invitation not found. It may have been accepted, declined or revoked.');
}

/**
 * Writes an invitation with a new code, if the limits allow it. The same transaction counts the mail, so concurrent requests cannot send
 * more mails than the limits allow.
 *
 * @returns the names in the mail
 */
async function issue(
  scope: InvitationScope, { invitationsPerTenant: limit, mailsPerTenantAndDay }: IssueLimits, invitation: InvitationItem, write: TransactionStep,
): Promise<Pick<IssuedCode, 'tenantName' | 'inviterName'>> {
  const { client, tables, tenantId } = scope;
  return backOff(async () => {
    // The revision is read before the invitations: any code that is issued afterwards changes it.
    const { name, invitationrevision, ...mailsBefore } = await readInvitingTenant(scope);
    const living = await livingInvitations(client, tables.invitationsTableName, tenantId);
    const others = living.filter(({ invitationid }) => invitationid !== invitation.invitationid);
    if (others.some(({ email }) => email === invitation.email)) {
      throw refusal(409, 'invitationPending', 'An invitation for this email address is already pending. Resend or revoke it.');
    }
    if (await isMember(scope, invitation.email)) {
      throw refusal(409, 'alreadyMember', 'A member of this tenant already has this email address.');
    }
    if (others.length >= limit) {
      throw limitReached('invitationsPerTenant', limit);
    }
    const isMailed = mailsPerTenantAndDay !== undefined;
    // The name is read before the write. If it cannot be read, no code is issued and no mail is counted.
    const names = { tenantName: name, ...isMailed && { inviterName: await nameOfActor(scope) } };
    const mails = isMailed ? mailsWithOneMore(mailsBefore, mailsPerTenantAndDay) : undefined;
    const countMail = isMailed ? [countMailToAddress(
      tables.invitationsTableName,
      invitation,
      await readMailCount(client, tables.invitationsTableName, tenantId, invitation.email),
      () => new OvertakenError(),
    )] : [];
    await transact(client, [
      ...adminCheck(scope),
      write,
      countCode(scope, invitationrevision, mails),
      ...countMail,
    ]);
    return names;
  }, { ...RACE_RETRY, retry: (error: unknown) => error instanceof OvertakenError });
}

/**
 * Whether a member of the tenant has an address. It reads the tenant's memberships. The index by address covers all tenants, so the session
 * of one tenant cannot access it.
 */
async function isMember({ client, tables, tenantId }: InvitationScope, email: string): Promise<boolean> {
  const ofTenant = membersOf(tenantId);
  const pages = paginateQuery({ client }, {
    TableName: tables.usersTableName,
    ...ofTenant,
    FilterExpression: '#emailKey = :email',
    ProjectionExpression: '#userId',
    ExpressionAttributeNames: { ...ofTenant.ExpressionAttributeNames, '#emailKey': USER_ATTRIBUTE.emailKey },
    ExpressionAttributeValues: { ...ofTenant.ExpressionAttributeValues, ':email': email },
  });
  for await (const { Items = [] } of pages) {
    if (Items.length > 0) return true;
  }
  return false;
}

function inviter({ type, id }: Actor): Pick<InvitationItem, 'invitedby'> {
  return type === ACTOR_TYPE.user ? { invitedby: id } : {};
}

/** Reads the name of the actor. It queries for one row, because the session of a tenant is allowed to query members, but not to get one. */
async function nameOfActor({ client, tables, tenantId, actor: { type, id } }: InvitationScope): Promise<string | undefined> {
  if (type !== ACTOR_TYPE.user) return undefined;
  const { Items = [] } = await client.send(new QueryCommand({
    TableName: tables.usersTableName,
    KeyConditionExpression: '#tenantId = :tenantId AND #userId = :userId',
    ProjectionExpression: '#name',
    ExpressionAttributeNames: { '#tenantId': USER_ATTRIBUTE.tenantId, '#userId': USER_ATTRIBUTE.userId, '#name': USER_ATTRIBUTE.name },
    ExpressionAttributeValues: { ':tenantId': tenantId, ':userId': id },
  }));
  return Items[0]?.[USER_ATTRIBUTE.name];
}

type InvitingTenant = Pick<TenantItem, 'name' | 'invitationrevision' | 'mailday' | 'mails'>;

async function readInvitingTenant({ client, tables, tenantId }: InvitationScope): Promise<InvitingTenant> {
  const { Item } = await client.send(new GetCommand({
    TableName: tables.tenantsTableName,
    Key: { [TENANT_ATTRIBUTE.tenantId]: tenantId },
    ConsistentRead: true,
  }));
  const inactive = inactiveTenant(Item);
  if (inactive) throw inactive;
  return Item as InvitingTenant;
}

function countCode(scope: InvitationScope, revision: number | undefined, mails: MailsOfDay | undefined): TransactionStep {
  const isFirst = revision === undefined;
  return writeTenant(scope, {
    update: `SET #revision = :next${mails === undefined ? '' : ', #mailDay = :mailDay, #mails = :mails'}`,
    condition: isFirst ? 'attribute_not_exists(#revision)' : '#revision = :revision',
    names: {
      '#revision': TENANT_ATTRIBUTE.invitationRevision,
      ...mails && { '#mailDay': TENANT_ATTRIBUTE.mailDay, '#mails': TENANT_ATTRIBUTE.mailCount },
    },
    values: {
      ':next': (revision ?? 0) + 1,
      ...!isFirst && { ':revision': revision },
      ...mails && { ':mailDay': mails.mailday, ':mails': mails.mails },
    },
    refusal: () => new OvertakenError(),
  });
}

/** Returns the times of an invitation whose code is issued now. */
function codeTimes(lifeSeconds: number): Pick<InvitationItem, 'updatedat' | 'expiresat' | 'purgeat'> {
  const now = Date.now();
  const expiresat = seconds(now) + lifeSeconds;
  return { updatedat: new Date(now).toISOString(), expiresat, purgeat: expiresat + EXPIRED_KEPT_SECONDS };
}

function seconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}
