import {
  CreateUserPoolClientCommand, CreateUserPoolCommand, DeleteUserPoolClientCommand, DeleteUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { outputs } from './engine';
import { pool } from './people';
import { UserPoolClient } from '../../../local/client/user-pool';

/** A resource for a test, and a function that deletes it. */
export interface Made<T> {
  readonly it: T;
  readonly remove: () => Promise<unknown>;
}

const { cognito } = pool;

/** Another app client of the deployed pool, which is not part of the deployment. */
export async function anotherClient(): Promise<Made<UserPoolClient>> {
  const { UserPoolId } = outputs;
  const ClientId = await createClient(UserPoolId);
  return {
    it: new UserPoolClient({ UserPoolId, UserPoolClientId: ClientId }),
    remove: () => cognito.send(new DeleteUserPoolClientCommand({ UserPoolId, ClientId })),
  };
}

/** Another pool of the same account, with a client. */
export async function anotherPool(): Promise<Made<UserPoolClient>> {
  const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: 'another', UsernameAttributes: ['email'] }));
  const UserPoolId = UserPool!.Id!;
  return {
    it: new UserPoolClient({ UserPoolId, UserPoolClientId: await createClient(UserPoolId) }),
    remove: () => cognito.send(new DeleteUserPoolCommand({ UserPoolId })),
  };
}

async function createClient(UserPoolId: string): Promise<string> {
  const { UserPoolClient: client } = await cognito.send(new CreateUserPoolClientCommand({
    UserPoolId, ClientName: 'another', ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  }));
  return client!.ClientId!;
}
