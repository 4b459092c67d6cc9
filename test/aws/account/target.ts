import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { OUTPUTS_FILE_VARIABLE } from '../../../local/client/outputs';
import { CONFIRMATION_VARIABLE } from '../../../local/client/user-pool';
import { Failure } from '../../../local/process/failure';
import { STACK_NAME_VARIABLE } from '../support/deployed-app';

/** Where to run, and as whom. */
export interface Target {
  readonly account: string;
  readonly region: string;
  /** For all that works in the account: Region, credentials, and how people confirm their addresses. */
  readonly env: NodeJS.ProcessEnv;
  /** When the credentials end, unless they do not. */
  readonly expiration?: Date;
}

/** Finds account, Region and credentials in the environment, and sets them for this process and all that it starts. */
export async function findTarget(): Promise<Target> {
  const sts = new STSClient({});
  const region = await sts.config.region().catch(() => undefined);
  if (region === undefined) {
    throw new Failure('AWS_REGION must name a Region that is bootstrapped for the CDK, but there is none. Set it.');
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
    throw new Failure(`The AWS credentials of the environment must be usable, but were not: ${(error as Error).message}`);
  }
}

/** The environment of what works on one stack. */
export function environmentFor({ env }: Target, stackName: string, outputsFile: string): NodeJS.ProcessEnv {
  return { ...env, [STACK_NAME_VARIABLE]: stackName, [OUTPUTS_FILE_VARIABLE]: outputsFile };
}
