import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { decodeJwt, decodeProtectedHeader, type JWTPayload, SignJWT } from 'jose';
import { outputs } from './engine';
import { OUTPUTS_FILE_VARIABLE } from '../../../local/client/outputs';
import { stateDirectory } from '../../../local/process/state-directory';

/**
 * The access token with other claims, signed with the key of the pool. The local engine keeps the key in a file. On AWS, only Cognito
 * has the key.
 */
export async function signedAgain(accessToken: string, changes: JWTPayload): Promise<string> {
  const { engineData } = stateDirectory(path.dirname(process.env[OUTPUTS_FILE_VARIABLE]!));
  const key = createPrivateKey(readFileSync(path.join(engineData, 'state', 'cognito-pool-keys', `${outputs.UserPoolId}-access.pem`)));
  const { alg, kid } = decodeProtectedHeader(accessToken);
  return new SignJWT({ ...decodeJwt(accessToken), ...changes }).setProtectedHeader({ alg: alg!, kid }).sign(key);
}
