import { createHash } from 'node:crypto';
import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { INVITATION_ATTRIBUTE, type InvitationItem, MAIL_COUNT_ATTRIBUTE, MAIL_COUNT_PREFIX, type TenantItem } from '../../contract/attributes';
import { MAIL_LIMIT } from '../../contract/limits';
import type { TransactionStep } from '../aws/transaction';
import { mailLimitReached } from '../tenants/tenant-refusals';

const DAY_SECONDS = 24 * 60 * 60;

const MAIL_COUNT = z.object({ mails: z.int(), lastmailat: z.int(), purgeat: z.int() });

/** Count of the mails that a tenant has sent to an address. */
type MailCount = z.infer<typeof MAIL_COUNT>;

/** Count of the mails that a tenant has sent on a day. */
export type MailsOfDay = Required<Pick<TenantItem, 'mailday' | 'mails'>>;

export async function readMailCount(
  client: DynamoDBDocumentClient, invitationsTableName: string, tenantId: string, email: string,
): Promise<MailCount | undefined> {
  const { Item } = await client.send(new GetCommand({ TableName: invitationsTableName, Key: mailCountKey(tenantId, email), ConsistentRead: true }));
  return Item && MAIL_COUNT.parse(Item);
}

/** Time for which a count is kept after the last mail. It is longer than an invitation is valid, so resending never resets the count. */
const KEPT_SECONDS = 31 * DAY_SECONDS;

/**
 * Counts a mail to an address.
 *
 * @param known The count that was read. The write requires that it has not changed.
 * @param overtaken Creates the error for a count that has changed.
 * @throws ProblemError 429 if a limit for mails to the address is reached
 */
export function countMailToAddress(
  invitationsTableName: string,
  { tenantid: tenantId, email }: Pick<InvitationItem, 'tenantid' | 'email'>,
  known: MailCount | undefined,
  overtaken: () => Error,
): TransactionStep {
  const now = Math.floor(Date.now() / 1000);
  // DynamoDB deletes items some time after they have expired.
  const living = known && known.purgeat > now ? known : undefined;
  const sent = living?.mails ?? 0;
  if (living && sent >= MAIL_LIMIT.mailsPerAddress) {
    throw mailLimitReached('mailsPerAddress', MAIL_LIMIT.mailsPerAddress, living.purgeat - now);
  }
  const secondsSince = living === undefined ? MAIL_LIMIT.mailInterval : now - living.lastmailat;
  if (secondsSince < MAIL_LIMIT.mailInterval) {
    throw mailLimitReached('mailInterval', MAIL_LIMIT.mailInterval, MAIL_LIMIT.mailInterval - secondsSince);
  }
  return {
    item: {
      Put: {
        TableName: invitationsTableName,
        Item: {
          ...mailCountKey(tenantId, email),
          [MAIL_COUNT_ATTRIBUTE.mails]: sent + 1,
          [MAIL_COUNT_ATTRIBUTE.lastMailAt]: now,
          [INVITATION_ATTRIBUTE.purgeAt]: now + KEPT_SECONDS,
        },
        ...known === undefined
          ? { ConditionExpression: 'attribute_not_exists(#mails)', ExpressionAttributeNames: { '#mails': MAIL_COUNT_ATTRIBUTE.mails } }
          : {
            ConditionExpression: '#mails = :mails AND #lastMailAt = :lastMailAt',
            ExpressionAttributeNames: { '#mails': MAIL_COUNT_ATTRIBUTE.mails, '#lastMailAt': MAIL_COUNT_ATTRIBUTE.lastMailAt },
            ExpressionAttributeValues: { ':mails': known.mails, ':lastMailAt': known.lastmailat },
          },
      },
    },
    refusal: overtaken,
  };
}

/** Removes a mail that was not sent from the count of its address. `mailInterval` ensures that no other mail was counted in the meantime. */
export async function uncountMailToAddress(
  client: DynamoDBDocumentClient, invitationsTableName: string, { tenantid: tenantId, email }: Pick<InvitationItem, 'tenantid' | 'email'>,
): Promise<void> {
  await client.send(new UpdateCommand({
    TableName: invitationsTableName,
    Key: mailCountKey(tenantId, email),
    UpdateExpression: 'SET #mails = #mails - :one, #lastMailAt = :never',
    ConditionExpression: '#mails > :never',
    ExpressionAttributeNames: { '#mails': MAIL_COUNT_ATTRIBUTE.mails, '#lastMailAt': MAIL_COUNT_ATTRIBUTE.lastMailAt },
    ExpressionAttributeValues: { ':one': 1, ':never': 0 },
  }));
}

/**
 * Returns the count of a day after another mail.
 *
 * @throws ProblemError 429 if the tenant has reached its limit for the day
 */
export function mailsWithOneMore({ mailday, mails = 0 }: Partial<MailsOfDay>, limit: number): MailsOfDay {
  const now = Date.now();
  const today = new Date(now).toISOString().slice(0, 'YYYY-MM-DD'.length);
  const sent = mailday === today ? mails : 0;
  if (sent >= limit) {
    throw mailLimitReached('mailsPerTenantAndDay', limit, DAY_SECONDS - Math.floor(now / 1000) % DAY_SECONDS);
  }
  return { mailday: today, mails: sent + 1 };
}

/** The key contains a digest instead of the address, because AWS logs keys. */
function mailCountKey(tenantId: string, email: string) {
  const digest = createHash('sha256').update(email).digest('hex');
  return { [INVITATION_ATTRIBUTE.tenantId]: tenantId, [INVITATION_ATTRIBUTE.invitationId]: `${MAIL_COUNT_PREFIX}${digest}` };
}
