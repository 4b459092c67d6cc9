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
    let unsent = 0;
    for (const { userid, email } of admins) {
      if (email === '' || await isNotified(scope, eventId, userid)) continue;
      if (await isSent(email, mail)) {
        await markNotified(scope, eventId, userid);
      } else {
        unsent++;
      }
    }
    if (unsent > 0) throw new UnsentError(unsent, admins.length);
  }

  /** @returns whether no other call has to send the email: it is sent, or SES refuses this address */
  async function isSent(email: string, mail: MailContent): Promise<boolean> {
    try {
      await sendMail(email, mail);
      return true;
    } catch (error) {
      const isRefused = error instanceof MessageRejected || error instanceof BadRequestException;
      logger.warn(isRefused ? 'SES has refused the email to an admin' : 'The email to an admin could not be sent', loggableMailError(error));
      return isRefused;
    }
  }
}

class UnsentError extends Error {
  override readonly name = 'UnsentError';

  constructor(unsent: number, total: number) {
    super(`The emails to ${unsent} of ${total} admins could not be sent.`);
  }
}
