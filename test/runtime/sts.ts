import type { AssumeRoleInput, AssumeRoleOutput, AssumesRoles } from '../../src/runtime/library';

/** An STS that returns credentials named after the session, and records the calls. */
export class RecordingSts implements AssumesRoles {
  readonly asked: AssumeRoleInput[] = [];
  lifetimeMs = 3_600_000;
  failure?: Error;

  async assumeRole(input: AssumeRoleInput): Promise<AssumeRoleOutput> {
    this.asked.push(input);
    if (this.failure) throw this.failure;
    return {
      Credentials: {
        AccessKeyId: `key-of-${input.RoleSessionName}`,
        SecretAccessKey: 'secret',
        SessionToken: `token-${this.asked.length}`,
        Expiration: new Date(Date.now() + this.lifetimeMs),
      },
    };
  }
}
