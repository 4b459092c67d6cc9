import type { Logger } from '@aws-lambda-powertools/logger';
import { BadRequestException, MessageRejected } from '@aws-sdk/client-sesv2';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Context, EventBridgeEvent } from 'aws-lambda';
import { type Admin, readAdmins } from './admins';
import { readNotice } from './notice';
import { noticeMail } from './notice-mail';
import { isNotified, markNotified, type NoticeScope } from './notice-marks';
import { readTenantName } from './tenant-name';
import type { InvitationTableNames } from '../../invitations/invitation-writes';
import type { ScopedClients } from '../../library/scoped-clients';
import type { MailContent } from '../../mails/mail-content';
import { loggableMailError, type SendMail } from '../../mails/send-mail';
import { loggable, startLog } from '../../observability/log';

export interface AdminNoticesHandlerProps {
  readonly tenantClients: ScopedClients<DynamoDBDocumentClient>;
  readonly tables: InvitationTableNames;
  readonly sendMail: SendMail;
  readonly productName: string;
  /** Page where admins sign in; empty if the application has not named one. */
  readonly pageUrl: string;
  readonly logger: Logger;
}

const OUTCOME = { sent: 'sent', sentEarlier: 'sentEarlier', refused: 'refused', failed: 'failed' } as const;

type Outcome = (typeof OUTCOME)[keyof typeof OUTCOME];

/** Sends the admins of a tenant an email about an event, one after another, because SES limits the emails in a second. */
export function createHandler({ tenantClients, tables, sendMail, productName, pageUrl, logger }: AdminNoticesHandlerProps) {
  return async (event: EventBridgeEvent<string, unknown>, context: Context): Promise<void> => {
    startLog(logger, context.awsRequestId);
    try {
      const notice = readNotice(event);
      const { tenantId, eventId } = notice.detail;
      logger.appendKeys({ tenantId });
      const scope = { client: tenantClients.forId(tenantId), tables, tenantId };
      const [tenantName, admins] = await Promise.all([readTenantName(scope), readAdmins(scope)]);
      await notify(scope, eventId, admins, noticeMail(notice, { productName, pageUrl, tenantName, admins }));
    } catch (error) {
      logger.error('The admins of a tenant could not be notified', loggable(error));
      // Lambda writes this text to the log and, after the last try, to the dead letter. Errors of the SDK can quote rows.
      throw new Error('The admins of a tenant could not be notified.');
    }
  };

  /** @throws UnsentError if an email was not sent and another call can send it; all other admins are notified first */
  async function notify(scope: NoticeScope, eventId: string, admins: readonly Admin[], mail: MailContent): Promise<void> {
    let [notified, unsent] = [0, 0];
    const refused: string[] = [];
    for (const { userid, email } of admins.filter((admin) => admin.email !== '')) {
      const outcome = await isNotified(scope, eventId, userid) ? OUTCOME.sentEarlier : await trySending(email, mail);
      switch (outcome) {
        case OUTCOME.sent:
          await markNotified(scope, eventId, userid);
          notified++;
          break;
        case OUTCOME.sentEarlier: notified++; break;
        case OUTCOME.refused: refused.push(userid); break;
        case OUTCOME.failed: unsent++; break;
      }
    }
    // SES responds in the same way to a refused address and to a sender that it does not accept. If it accepted no email at all, it may be the sender.
    if (notified === 0) {
      unsent += refused.length;
    } else {
      await Promise.all(refused.map(async (userId) => markNotified(scope, eventId, userId)));
    }
    if (unsent > 0) throw new UnsentError(unsent, admins.length);
  }

  async function trySending(email: string, mail: MailContent): Promise<Outcome> {
    try {
      await sendMail(email, mail);
      return OUTCOME.sent;
    } catch (error) {
      const isRefused = error instanceof MessageRejected || error instanceof BadRequestException;
      logger.warn(isRefused ? 'SES has refused the email to an admin' : 'The email to an admin could not be sent', loggableMailError(error));
      return isRefused ? OUTCOME.refused : OUTCOME.failed;
    }
  }
}

class UnsentError extends Error {
  override readonly name = 'UnsentError';

  constructor(unsent: number, total: number) {
    super(`The emails to ${unsent} of ${total} admins could not be sent.`);
  }
}
