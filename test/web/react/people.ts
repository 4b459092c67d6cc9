import type { SessionSource } from '../../../web/src';
import { TokenIssuer } from '../../runtime/tokens';

/** Who somebody works as: a tenant and a role, or in no tenant. */
export type Work = readonly [tenant: string, role: string] | undefined;

/** A session of Anna's whose token says what the last refresh has brought: one after the other, the last one for ever. */
export class AnnasSession implements SessionSource {
  static async of(...works: readonly Work[]): Promise<AnnasSession> {
    const issuer = await TokenIssuer.create();
    return new AnnasSession(await Promise.all(works.map(async (work) => (
      issuer.accessToken({ sub: 'anna', tenant: work?.[0], tenant_role: work?.[1] })
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
