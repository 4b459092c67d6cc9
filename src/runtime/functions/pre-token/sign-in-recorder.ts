import type { SignInAuditRequest } from '../../../contract/audit';
import { createSignedHttp } from '../../aws/signed-http';

export type SignIn = SignInAuditRequest['signedIn'];

/** @param deadline Latest end of the request, in milliseconds since the epoch. */
export type RecordSignIn = (signIn: SignIn, deadline: number) => Promise<void>;

export interface SignInRecorderProps {
  /** The URL that invokes the writer of the audit log. */
  readonly url: string;
  readonly region: string;
}

/**
 * Creates the function that hands a sign-in to the writer of the audit log. It does not wait for the record: Lambda keeps the request and repeats it.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async.html
 */
export function createSignInRecorder({ url, region }: SignInRecorderProps): RecordSignIn {
  const target = new URL(url);
  const send = createSignedHttp({ service: 'lambda', region, url: target });
  return async (signedIn, deadline) => {
    const body = JSON.stringify({ signedIn } satisfies SignInAuditRequest);
    const { statusCode } = await send({
      method: 'POST',
      path: target.pathname,
      headers: { 'content-length': String(Buffer.byteLength(body)), 'content-type': 'application/json', 'x-amz-invocation-type': 'Event' },
      body,
    }, deadline);
    if (statusCode !== 202) throw new Error(`Lambda must accept the request with 202, but responded with ${statusCode}.`);
  };
}
