import type { DashboardConfiguration } from '../../../src/contract/dashboard';

/** How long somebody waits to be signed out; by then the tokens are out of the browser in any case. */
const PATIENCE_MS = 4_000;

/** Asks Cognito to take the tokens of a sign-in no more. Without a connection they stay good until they are over. */
export async function revokeSession(signIn: DashboardConfiguration['signIn'], refreshToken: string): Promise<void> {
  const { userPoolId, userPoolClientId, endpoint } = signIn;
  const [region] = userPoolId.split('_');
  const answered = fetch(endpoint ?? `https://cognito-idp.${region}.amazonaws.com/`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AWSCognitoIdentityProviderService.RevokeToken' },
    body: JSON.stringify({ ClientId: userPoolClientId, Token: refreshToken }),
    // Whoever closes the tab right after wants it done all the same.
    keepalive: true,
  }).catch(() => undefined);
  await Promise.race([answered, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
}
