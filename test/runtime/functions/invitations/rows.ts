import { type CancellationReason, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { newCode } from '../../../../src/runtime/invitations/invitation-code';
import { EMAIL, OTHER_USER_ID, TENANT_ID } from '../../events';

export const INVITATION_ID = 'a'.repeat(32);
export const OTHER_INVITATION_ID = 'b'.repeat(32);
export const TABLES = { tenantsTableName: 'tenants', usersTableName: 'users', invitationsTableName: 'invitations' };

export const DAY = 24 * 60 * 60;

/** A time in the format of DynamoDB's time to live. */
export const nowSeconds = () => Math.floor(Date.now() / 1000);

export const tenantRow = (changes: Record<string, unknown> = {}) => ({
  tenantid: TENANT_ID,
  name: 'Smokers Inc.',
  status: 'active',
  version: 3,
  createdat: '2026-01-01T00:00:00.000Z',
  updatedat: '2026-01-01T00:00:00.000Z',
  ...changes,
});

/** A new invitation, with its code. */
export function newInvitation(changes: Record<string, unknown> = {}) {
  const { code, codeHash } = newCode({ tenantId: TENANT_ID, invitationId: INVITATION_ID });
  const updatedat = new Date(nowSeconds() * 1000).toISOString();
  return {
    code,
    row: {
      tenantid: TENANT_ID,
      invitationid: INVITATION_ID,
      email: EMAIL,
      role: 'member',
      status: 'pending',
      codehash: codeHash,
      invitedby: OTHER_USER_ID,
      createdat: updatedat,
      updatedat,
      expiresat: nowSeconds() + 7 * DAY,
      purgeat: nowSeconds() + 37 * DAY,
      ...changes,
    },
  };
}

/** The error of DynamoDB for conditions that do not hold, with one reason for each item of the transaction. */
export function cancelled(...reasons: Array<CancellationReason | undefined>): TransactionCanceledException {
  return new TransactionCanceledException({
    message: 'Transaction cancelled',
    $metadata: {},
    CancellationReasons: reasons.map((reason) => reason ?? { Code: 'None' }),
  });
}

export const REFUSED: CancellationReason = { Code: 'ConditionalCheckFailed' };
