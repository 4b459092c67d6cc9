import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { OUTPUTS_FILE_VARIABLE } from '../../../local/client/outputs';
import { CONFIRMATION_VARIABLE } from '../../../local/client/user-pool';
import { Failure } from '../../../local/process/failure';
import { STACK_NAME_VARIABLE } from '../support/deployed-app';

/** The account, the Region and the credentials of a run. */
export interface Target {
  readonly account: string;
  readonly region: string;
  /** Environment of all processes of the run: Region, credentials, and how users are confirmed. */
  readonly env: NodeJS.ProcessEnv;
  /** Expiry of the credentials; undefined for permanent ones. */
  readonly expiration?: Date;
}

/** Finds account, Region and credentials in the environment. */
export async function findTarget(): Promise<Target> {
  const sts = new STSClient({});
  const region = await sts.config.region().catch(() => undefined);
  if (region === undefined) {
    throw new Failure('AWS_REGION must name a Region that is bootstrapped for the CDK, but is not set. Set it.');
  }
  try {
    const { accessKeyId, secretAccessKey, sessionToken, expiration } = await sts.config.credentials();
    const { Account } = await sts.send(new GetCallerIdentityCommand({}));
    const env: NodeJS.ProcessEnv = {
      ...process.env,
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      [CONFIRMATION_VARIABLE]: 'administrator',
    };
    delete env.AWS_PROFILE;
    if (sessionToken !== undefined) env.AWS_SESSION_TOKEN = sessionToken;
    return { account: Account!, region, env, expiration };
  } catch (error) {
    throw new Failure(`The AWS credentials of the environment must be valid, but AWS answered: ${(error as Error).message}. Sign in to an account for tests.`);
  }
}

/** The environment of processes that work on one stack. */
export function environmentFor({ env }: Target, stackName: string, outputsFile: string): NodeJS.ProcessEnv {
  return { ...env, [STACK_NAME_VARIABLE]: stackName, [OUTPUTS_FILE_VARIABLE]: outputsFile };
}
