import type { DashboardConfiguration } from '../../../src/contract/dashboard';

/** The longest time that a person waits for the sign-out. The tokens are already deleted from the browser. */
const PATIENCE_MS = 4_000;

/** Asks Cognito to revoke the tokens of a sign-in. Without a connection they stay valid until they expire. */
export async function revokeSession(signIn: DashboardConfiguration['signIn'], refreshToken: string): Promise<void> {
  const { userPoolId, userPoolClientId, endpoint } = signIn;
  const [region] = userPoolId.split('_');
  const answered = fetch(endpoint ?? `https://cognito-idp.${region}.amazonaws.com/`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AWSCognitoIdentityProviderService.RevokeToken' },
    body: JSON.stringify({ ClientId: userPoolClientId, Token: refreshToken }),
    // The request must be sent even if the tab is closed immediately.
    keepalive: true,
  }).catch(() => undefined);
  await Promise.race([answered, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
}
