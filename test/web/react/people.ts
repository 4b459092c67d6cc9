import type { SessionSource } from '../../../web/src';
import { TokenIssuer } from '../../runtime/tokens';

/** The tenant and role in which a user works and a limited access, or no tenant. */
export type Work = readonly [tenant: string, role: string, access?: 'READ_ONLY'] | undefined;

/** A session of Anna. Each refresh gives its token the next of these memberships; the last one is repeated. */
export class AnnasSession implements SessionSource {
  static async of(...works: readonly Work[]): Promise<AnnasSession> {
    const issuer = await TokenIssuer.create();
    return new AnnasSession(await Promise.all(works.map(async (work) => (
      issuer.accessToken({ sub: 'anna', tenant: work?.[0], tenant_role: work?.[1], tenant_access: work?.[2] })
    ))));
  }

  refreshes = 0;

  private constructor(private readonly tokens: readonly string[]) {}

  readonly getSession = async () => ({ token: this.tokens[Math.min(this.refreshes, this.tokens.length - 1)] });

  readonly refresh = async () => {
    this.refreshes += 1;
    return this.getSession();
  };
}
