import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, SignJWT } from 'jose';
import { call } from '../../../local/client/api';
import { demandEqual, type Check } from '../check';

/** Issuers other than the pool. Careless verifiers accept the first one. */
const issuers = (region: string, poolId: string) => [
  `https://issuer-cognito-idp.${region}.amazonaws.com/${poolId}`,
  `https://cognito-idp.${region}.amazonaws.com/${region}_Forged000`,
  `https://cognito-idp.${region}.amazonaws.com.example.com/${poolId}`,
];

export const forgedIssuer: Check = {
  proves: "a token with another issuer, or with another key than the pool's, is refused with 401, not with a server error",
  run: async ({ outputs, people }) => {
    const ann = await people.ann();
    const { accessToken } = await people.signIn(ann);
    const { iss, ...claims } = decodeJwt(accessToken);
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    for (const issuer of [...issuers(outputs.Region, outputs.UserPoolId), iss!]) {
      for (const kid of [decodeProtectedHeader(accessToken).kid!, randomUUID()]) {
        const forged = await new SignJWT({ ...claims, iss: issuer }).setProtectedHeader({ alg: 'RS256', kid }).sign(privateKey);
        demandEqual(`The status of a token from ${issuer}`, (await call(outputs.ApiUrl, { path: `tenant/${ann.tenantId}` }, forged)).status, 401);
      }
    }
    return 'four issuers, with a known and an unknown key: 401';
  },
};
