import { Annotations, Duration, Token, aws_cognito as cognito } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { TenantAuthorizer, TokenUse } from '../../tenant-authorizer';

/**
 * The default validity of access tokens and ID tokens.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cognito-userpoolclient.html
 */
const DEFAULT_VALIDITY_SECONDS = 60 * 60;

const UNIT_SECONDS: Readonly<Record<string, number>> = { seconds: 1, minutes: 60, hours: 60 * 60, days: 24 * 60 * 60 };

/** Warns if data of a tenant can be written after the last pass of its deletion, with a token from before its closure. */
export function warnOfLateTokens(
  scope: Construct, authorizer: TenantAuthorizer, times: { readonly gracePeriod: Duration; readonly settlingTime: Duration },
): void {
  const validities = authorizer._userPoolClients.map((client) => validityOf(client, authorizer._tokenUse)).filter((seconds) => seconds !== undefined);
  const longest = Math.max(0, ...validities);
  // The tokens expire during the one or the other.
  if (longest > Math.max(times.gracePeriod.toSeconds(), times.settlingTime.toSeconds())) {
    Annotations.of(scope).addWarningV2('cdk-tenancy:tokensOutliveDeletions', `settlingTime or gracePeriod should be at least the validity of the tokens, ${longest} seconds, but were `
      + `${times.settlingTime.toSeconds()} and ${times.gracePeriod.toSeconds()} seconds. With a token from before the closure, code of the app can write data that stays. `
      + 'Choose a longer settlingTime.');
  }
}

/** @returns nothing for a client of another app, and for a value that is known at deployment only */
function validityOf(client: cognito.IUserPoolClient, use: TokenUse): number | undefined {
  const resource = client.node.defaultChild;
  if (!(resource instanceof cognito.CfnUserPoolClient)) {
    return undefined;
  }
  const { accessTokenValidity, idTokenValidity, tokenValidityUnits: units = {} } = resource;
  const validity = use === TokenUse.ACCESS ? accessTokenValidity : idTokenValidity;
  if (validity === undefined) {
    return DEFAULT_VALIDITY_SECONDS;
  }
  if (Token.isUnresolved(units) || Token.isUnresolved(validity)) {
    return undefined;
  }
  const { accessToken, idToken } = units as cognito.CfnUserPoolClient.TokenValidityUnitsProperty;
  return validity * UNIT_SECONDS[(use === TokenUse.ACCESS ? accessToken : idToken) ?? 'hours'];
}
