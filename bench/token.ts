import type { AuthorizerSubjectEnvironment } from './subjects/authorizer';
import { TENANT_ID } from '../test/runtime/events';
import { TokenIssuer } from '../test/runtime/tokens';

/** Each call of a benchmark is with the token of another user, until all have had a turn. */
const USERS = 50;

export interface BenchmarkToken {
  /** ID token of the same user, for verifiers of ID tokens. */
  readonly idToken: string;
  readonly keySet: string;
  readonly environment: AuthorizerSubjectEnvironment;
}

/** Issues tokens of members and admins of a tenant, signed with keys of a fake pool. */
export async function issueToken(): Promise<BenchmarkToken> {
  const issuer = await TokenIssuer.create();
  const tokens = await Promise.all(Array.from({ length: USERS }, async (_, number) =>
    issuer.accessToken({ sub: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`, tenant_role: number % 2 === 0 ? 'admin' : 'member' })));
  const keySet = JSON.stringify(await issuer.keySet());
  return {
    idToken: await issuer.idToken({ tenant: TENANT_ID }),
    keySet,
    environment: { BENCH_TOKENS: JSON.stringify(tokens), BENCH_KEY_SET: keySet },
  };
}
