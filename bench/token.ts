import type { AuthorizerSubjectEnvironment } from './subjects/authorizer';
import { TENANT_ID } from '../test/runtime/events';
import { TokenIssuer } from '../test/runtime/tokens';

export interface BenchmarkToken {
  /** ID token of the same user, for verifiers of ID tokens. */
  readonly idToken: string;
  readonly keySet: string;
  readonly environment: AuthorizerSubjectEnvironment;
}

/** Issues tokens of a member, signed with keys of a fake pool. */
export async function issueToken(): Promise<BenchmarkToken> {
  const issuer = await TokenIssuer.create();
  const token = await issuer.accessToken();
  const keySet = JSON.stringify(await issuer.keySet());
  return { idToken: await issuer.idToken({ tenant: TENANT_ID }), keySet, environment: { BENCH_TOKEN: token, BENCH_KEY_SET: keySet } };
}
