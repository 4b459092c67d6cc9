import type { Logger } from '@aws-lambda-powertools/logger';
import { SendEmailCommand, SESv2Client, SESv2ServiceException } from '@aws-sdk/client-sesv2';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { isoTime } from './invitation-items';
import { invitationMail } from './invitation-mail';
import type { IssuedCode } from './invitation-writes';
import type { IssuedInvitation } from '../../contract/api';
import { REQUEST_LIMITS } from '../aws/request-limits';
import { ProblemError } from '../library/problem';

/** How invitations reach people. */
export interface InvitationDelivery {
  /** Page that accepts invitations; empty where links are the application's business. */
  readonly pageUrl: string;
  /** Sender of the mails; empty where the code is handed to the inviter. */
  readonly mailFrom: string;
  readonly productName: string;
}

/**
 * Brings a code on its way.
 *
 * @returns what the inviter is shown: nothing of what was mailed
 * @throws ProblemError 502 when the mail could not be sent, and MailRefusedError when SES has said so; the invitation is pending
 */
export type DeliverInvitation = (issued: IssuedCode) => Promise<Pick<IssuedInvitation, 'code' | 'link'>>;

/** Makes the function that mails codes, or hands them to the inviter. */
export function createInvitationDelivery(delivery: InvitationDelivery, logger: Logger, ses = createSesClient()): DeliverInvitation {
  const { pageUrl, mailFrom, productName } = delivery;
  return async ({ invitation, code, tenantName, inviterName }) => {
    // Browsers keep what is behind `#` to themselves, so the code is in no log of a server on the way.
    const link = pageUrl === '' ? undefined : `${pageUrl}#${code}`;
    if (mailFrom === '' || link === undefined) {
      return { code, ...link !== undefined && { link } };
    }
    const { subject, text, html } = invitationMail({
      productName, tenantName, inviterName, role: invitation.role, link, expiresAt: isoTime(invitation.expiresat),
    });
    try {
      await ses.send(new SendEmailCommand({
        FromEmailAddress: mailFrom,
        Destination: { ToAddresses: [invitation.email] },
        Content: { Simple: { Subject: utf8(subject), Body: { Text: utf8(text), Html: utf8(html) } } },
      }));
    } catch (error) {
      // The message, and so the stack, of an error of SES may name the address.
      logger.error('The mail with an invitation could not be sent', { error: { name: error instanceof Error ? error.name : typeof error } });
      throw isRefused(error)
        ? new MailRefusedError()
        : new ProblemError(502, 'The invitation is pending, but the email may not have been sent. Resend it in five minutes.');
    }
    return {};
  };
}

/** SES has not accepted the mail, so it was certainly not sent. */
export class MailRefusedError extends ProblemError {
  constructor() {
    super(502, 'The invitation is pending, but the email could not be sent. Resend it.');
  }
}

/** Whether SES itself has said no. An error of the connection, or of SES, says nothing of what became of the mail. */
function isRefused(error: unknown): boolean {
  return error instanceof SESv2ServiceException && error.$fault === 'client';
}

function utf8(data: string) {
  return { Data: data, Charset: 'UTF-8' };
}

/** All attempts together end within 9 seconds. */
function createSesClient(): SESv2Client {
  return new SESv2Client({ maxAttempts: 3, requestHandler: new NodeHttpHandler(REQUEST_LIMITS) });
}
