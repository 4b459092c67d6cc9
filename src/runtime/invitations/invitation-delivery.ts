import type { Logger } from '@aws-lambda-powertools/logger';
import { SESv2ServiceException } from '@aws-sdk/client-sesv2';
import { isoTime } from './invitation-items';
import { invitationMail } from './invitation-mail';
import type { IssuedCode } from './invitation-writes';
import type { IssuedInvitation } from '../../contract/api';
import { ProblemError, refusal } from '../library/problem';
import { createSendMail, createSesClient, loggableMailError } from '../mails/send-mail';

/** Settings for sending invitations. */
export interface InvitationDelivery {
  /** Page that accepts invitations; empty if the application builds its own links. */
  readonly pageUrl: string;
  /** Sender of the mails; empty if the inviter gets the code. */
  readonly mailFrom: string;
  readonly productName: string;
}

/**
 * Mails a code, or returns it for the inviter.
 *
 * @returns code and link for the inviter; nothing if they were mailed
 * @throws MailRefusedError if SES refuses the mail, ProblemError 502 if the mail may not have been sent; the invitation stays pending
 */
export type DeliverInvitation = (issued: IssuedCode) => Promise<Pick<IssuedInvitation, 'code' | 'link'>>;

/** Creates the function that mails codes, or returns them for the inviter. */
export function createInvitationDelivery(delivery: InvitationDelivery, logger: Logger, ses = createSesClient()): DeliverInvitation {
  const { pageUrl, mailFrom, productName } = delivery;
  const sendMail = createSendMail(mailFrom, ses);
  return async ({ invitation, code, tenantName, inviterName }) => {
    // Browsers do not send the part after `#`, so the code is not in the log of any server.
    const link = pageUrl === '' ? undefined : `${pageUrl}#${code}`;
    if (mailFrom === '' || link === undefined) {
      return { code, ...link !== undefined && { link } };
    }
    const content = invitationMail({
      productName, tenantName, inviterName, role: invitation.role, link, expiresAt: isoTime(invitation.expiresat),
    });
    try {
      await sendMail(invitation.email, content);
    } catch (error) {
      logger.error('The mail with an invitation could not be sent', loggableMailError(error));
      throw isRefused(error)
        ? new MailRefusedError()
        : refusal(502, 'mailUncertain', 'The invitation is pending, but the email may not have been sent. Resend it in five minutes.');
    }
    return {};
  };
}

/** SES has refused the mail, so it was certainly not sent. */
export class MailRefusedError extends ProblemError {
  constructor() {
    super(502, 'The invitation is pending, but the email could not be sent. Resend it.', undefined, { code: 'mailNotSent' });
  }
}

/** Whether SES has refused the mail. After an error of the connection or within SES, the mail may have been sent. */
function isRefused(error: unknown): boolean {
  return error instanceof SESv2ServiceException && error.$fault === 'client';
}
