import { outputs } from './engine';

/** An email that was sent with SES, as the engine keeps it. */
export interface SentMail {
  readonly Source: string;
  readonly To: readonly string[];
  readonly Subject: string;
  readonly BodyText: string;
  readonly BodyHtml: string;
}

/** All emails that were sent with SES, in their order. */
export async function sentMails(): Promise<SentMail[]> {
  const response = await fetch(new URL('/_ministack/ses/messages', outputs.Endpoint));
  const { messages } = await response.json() as { readonly messages: Readonly<Record<string, readonly SentMail[]>> };
  return Object.values(messages).flat();
}
