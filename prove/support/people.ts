import { AdminGetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { TenancyOutput } from './deployment';
import { UserPoolClient } from '../../local/client/user-pool';

/** A user who has signed up, whether or not the work after the sign-up succeeded. */
export interface Person {
  readonly email: string;
  /** The Cognito `sub`. */
  readonly userId: string;
  /** The error of the confirmation that the user saw. */
  readonly error?: Error;
}

/** The users of a pool. */
export class People {
  public readonly pool: UserPoolClient;

  public constructor(private readonly outputs: Record<TenancyOutput, string>) {
    this.pool = new UserPoolClient(outputs);
  }

  /** Signs up and confirms a user. Errors after the confirmation are returned: they are the subject of these proofs. */
  public async signUp(email: string): Promise<Person> {
    let error: Error | undefined;
    try {
      await this.pool.signUp(email, 'Ada');
    } catch (reason) {
      error = reason as Error;
    }
    const { UserStatus, UserAttributes = [] } = await this.pool.cognito.send(new AdminGetUserCommand({
      UserPoolId: this.outputs.UserPoolId, Username: email,
    }));
    if (UserStatus !== 'CONFIRMED') throw new Error(`The status of ${email} must be CONFIRMED, but was ${UserStatus}: ${error?.stack}`);
    return { email, userId: UserAttributes.find(({ Name }) => Name === 'sub')!.Value!, error };
  }
}
