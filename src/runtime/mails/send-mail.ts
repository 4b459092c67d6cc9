import { SendEmailCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { MailContent } from './mail-content';
import { REQUEST_LIMITS } from '../aws/request-limits';

/** Sends an email to one address. */
export type SendMail = (to: string, content: MailContent) => Promise<void>;

/**
 * Creates the function that sends emails with SES.
 *
 * @param from Address of the sender, or `Name <address>`.
 */
export function createSendMail(from: string, ses = createSesClient()): SendMail {
  return async (to, { subject, text, html }) => {
    await ses.send(new SendEmailCommand({
      FromEmailAddress: from,
      Destination: { ToAddresses: [to] },
      Content: { Simple: { Subject: utf8(subject), Body: { Text: utf8(text), Html: utf8(html) } } },
    }));
  };
}

/** Returns the part of an error of SES that can be logged. The message, which is also in the stack, can contain the address. */
export function loggableMailError(error: unknown): { error: { name: string } } {
  return { error: { name: error instanceof Error ? error.name : typeof error } };
}

function utf8(data: string) {
  return { Data: data, Charset: 'UTF-8' };
}

/** All attempts together end within 9 seconds. */
export function createSesClient(): SESv2Client {
  return new SESv2Client({ maxAttempts: 3, requestHandler: new NodeHttpHandler(REQUEST_LIMITS) });
}
