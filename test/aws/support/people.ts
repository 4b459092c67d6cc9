import { observed } from './observed';
import { callSigned } from '../../../local/client/api';
import type { eventually } from '../../../local/client/eventually';
import type { DeploymentOutputs } from '../../../local/client/outputs';
import { newAddress, type Tokens, UserPoolClient } from '../../../local/client/user-pool';
import { expectStatus } from '../../../local/story/steps';
import { CLAIM } from '../../../src/contract/claims';

/** A tenant exists a moment after the sign-up. Functions start slowly at their first call. */
const TENANT_MS = 60_000;

export interface Person {
  readonly email: string;
  readonly userId: string;
  readonly tenantId: string;
}

/**
 * The users of the checks. Checks share them, because each sign-up sends a mail, and an account can send 50 a day with Cognito. Tokens
 * expire after five minutes, so each check signs in.
 */
export class People {
  readonly pool: UserPoolClient;
  private readonly signedUp = new Map<string, Promise<Person>>();

  constructor(private readonly outputs: DeploymentOutputs, private readonly waitFor: typeof eventually) {
    this.pool = new UserPoolClient(outputs);
    observed(this.pool.cognito);
  }

  /** The admin of a tenant. */
  ann(): Promise<Person> {
    return this.once('Ann', () => this.signUp('Ann'));
  }

  /** The admin of another tenant. */
  bob(): Promise<Person> {
    return this.once('Bob', () => this.signUp('Bob'));
  }

  /** A member of Ann's tenant. */
  max(): Promise<Person> {
    return this.once('Max', async () => {
      const { tenantId } = await this.ann();
      const email = newAddress('Max');
      const userId = await this.pool.createByAdministrator(email);
      expectStatus(await callSigned(this.outputs.AdminApiUrl, {
        method: 'POST', path: `tenant/${tenantId}/members`, body: { userId, name: 'Max', email, role: 'member' },
      }), 201);
      return { email, userId, tenantId };
    });
  }

  /** Signs up a new user, and waits for the tenant. */
  async signUp(name: string): Promise<Person> {
    const email = newAddress(name);
    const userId = await this.pool.signUp(email, name);
    const { claims } = await this.signIn({ email });
    return { email, userId, tenantId: claims[CLAIM.tenant] as string };
  }

  /** Signs in once, without the retries of the SDK, which would hide that a hook failed. */
  async signInOnce({ email }: Pick<Person, 'email'>): Promise<Tokens> {
    return new UserPoolClient(this.outputs, { maxAttempts: 1 }).signIn(email);
  }

  /** Signs in until the token has a tenant. */
  async signIn({ email }: Pick<Person, 'email'>): Promise<Tokens> {
    return this.waitFor('a token with a tenant', async () => {
      const tokens = await this.pool.signIn(email);
      return tokens.claims[CLAIM.tenant] === undefined ? undefined : tokens;
    }, TENANT_MS);
  }

  private once(name: string, create: () => Promise<Person>): Promise<Person> {
    const person = this.signedUp.get(name) ?? create();
    this.signedUp.set(name, person);
    return person;
  }
}
