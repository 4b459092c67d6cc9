import { AdminGetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { TenancyOutput } from './deployment';
import { UserPoolClient } from '../../local/client/user-pool';

/** Somebody who has signed up, whether or not all that follows from it worked. */
export interface Person {
  readonly email: string;
  /** The Cognito `sub`. */
  readonly userId: string;
  /** What the user was told had gone wrong with the confirmation. */
  readonly error?: Error;
}

/** People and the pool that they sign up in. */
export class People {
  public readonly pool: UserPoolClient;

  public constructor(private readonly outputs: Record<TenancyOutput, string>) {
    this.pool = new UserPoolClient(outputs);
  }

  /** Signs up and confirms; what fails after the confirmation is what these proofs are about. */
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
    if (UserStatus !== 'CONFIRMED') throw new Error(`${email} was expected to be confirmed, and is ${UserStatus}: ${error?.stack}`);
    return { email, userId: UserAttributes.find(({ Name }) => Name === 'sub')!.Value!, error };
  }
}
