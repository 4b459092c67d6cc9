import { randomUUID } from 'node:crypto';
import {
  AdminConfirmSignUpCommand,
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  type CognitoIdentityProviderClientConfig,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  ForgotPasswordCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { createSrpSession, signSrpSession, wrapAuthChallenge, wrapInitiateAuth } from 'cognito-srp-helper';
import { decodeJwt } from 'jose';
import './modular-power';
import type { DeploymentOutputs } from './outputs';

/** The codes that the local engine sends to all users. */
export const CONFIRMATION_CODE = '123456';
const PASSWORD_RESET_CODE = '654321';

/** Environment variable. With `administrator`, an administrator confirms users: in a real account the tests do not know the codes. */
export const CONFIRMATION_VARIABLE = 'TENANCY_CONFIRMATION';

/** An unused address. A real account really sends mail to it, so there it is an address that accepts mail and discards it. */
export function newAddress(name: string): string {
  const mailbox = `${name.toLowerCase()}-${randomUUID()}`;
  return isConfirmedByAdministrator() ? `success+${mailbox}@simulator.amazonses.com` : `${mailbox}@example.com`;
}

function isConfirmedByAdministrator(): boolean {
  return process.env[CONFIRMATION_VARIABLE] === 'administrator';
}

/** Satisfies the default password policy of Cognito. */
export const PASSWORD = 'Correct-Horse-7';

/** The tokens of one sign-in. */
export interface Tokens {
  readonly accessToken: string;
  readonly idToken: string;
  readonly refreshToken: string;
  readonly claims: Readonly<Record<string, unknown>>;
}

/** Sign-up and sign-in of users, with the same calls as a web app. */
export class UserPoolClient {
  public readonly cognito: CognitoIdentityProviderClient;

  public constructor(
    private readonly outputs: Pick<DeploymentOutputs, 'UserPoolId' | 'UserPoolClientId'>, config: CognitoIdentityProviderClientConfig = {},
  ) {
    this.cognito = new CognitoIdentityProviderClient(config);
  }

  /**
   * Signs up and confirms.
   *
   * @param clientMetadata metadata that a web app sends with the confirmation
   * @returns the user's `sub`
   */
  public async signUp(email: string, name: string, clientMetadata?: Record<string, string>): Promise<string> {
    const { UserSub } = await this.cognito.send(new SignUpCommand({
      ClientId: this.outputs.UserPoolClientId,
      Username: email,
      Password: PASSWORD,
      UserAttributes: [{ Name: 'email', Value: email }, { Name: 'name', Value: name }],
    }));
    if (isConfirmedByAdministrator()) {
      await this.cognito.send(new AdminConfirmSignUpCommand({
        UserPoolId: this.outputs.UserPoolId, Username: email, ClientMetadata: clientMetadata,
      }));
    } else {
      await this.cognito.send(new ConfirmSignUpCommand({
        ClientId: this.outputs.UserPoolClientId,
        Username: email,
        ConfirmationCode: CONFIRMATION_CODE,
        ClientMetadata: clientMetadata,
      }));
    }
    return UserSub!;
  }

  /** Creates a user as an administrator does: without a sign-up, so without a post-confirmation trigger. @returns the user's `sub` */
  public async createByAdministrator(email: string): Promise<string> {
    const { User } = await this.cognito.send(new AdminCreateUserCommand({
      UserPoolId: this.outputs.UserPoolId,
      Username: email,
      MessageAction: 'SUPPRESS',
      UserAttributes: [{ Name: 'email', Value: email }, { Name: 'email_verified', Value: 'true' }],
    }));
    await this.cognito.send(new AdminSetUserPasswordCommand({
      UserPoolId: this.outputs.UserPoolId,
      Username: email,
      Password: PASSWORD,
      Permanent: true,
    }));
    return User!.Attributes!.find(({ Name }) => Name === 'sub')!.Value!;
  }

  /** Resets the password with the code from the mail. */
  public async resetPassword(email: string): Promise<void> {
    const { UserPoolClientId: ClientId } = this.outputs;
    await this.cognito.send(new ForgotPasswordCommand({ ClientId, Username: email }));
    await this.cognito.send(new ConfirmForgotPasswordCommand({
      ClientId, Username: email, ConfirmationCode: PASSWORD_RESET_CODE, Password: PASSWORD,
    }));
  }

  /** Signs in with SRP: the password never leaves this process. */
  public async signIn(email: string): Promise<Tokens> {
    const session = createSrpSession(email, PASSWORD, this.outputs.UserPoolId, false);
    const challenge = await this.cognito.send(new InitiateAuthCommand(wrapInitiateAuth(session, {
      ClientId: this.outputs.UserPoolClientId,
      AuthFlow: 'USER_SRP_AUTH',
      AuthParameters: { USERNAME: email },
    })));
    const signed = signSrpSession(session, challenge);
    const { AuthenticationResult: result } = await this.cognito.send(new RespondToAuthChallengeCommand(wrapAuthChallenge(signed, {
      ClientId: this.outputs.UserPoolClientId,
      ChallengeName: 'PASSWORD_VERIFIER',
      // The user name, not the email address that the user signs in with.
      ChallengeResponses: { USERNAME: challenge.ChallengeParameters!.USER_ID_FOR_SRP },
      Session: challenge.Session,
    })));
    return {
      accessToken: result!.AccessToken!,
      idToken: result!.IdToken!,
      refreshToken: result!.RefreshToken!,
      claims: decodeJwt(result!.AccessToken!),
    };
  }

  /** Exchanges a refresh token for new tokens, as web apps do about once an hour. */
  public async refresh(refreshToken: string): Promise<Omit<Tokens, 'refreshToken'>> {
    const { AuthenticationResult: result } = await this.cognito.send(new InitiateAuthCommand({
      ClientId: this.outputs.UserPoolClientId,
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN: refreshToken },
    }));
    return {
      accessToken: result!.AccessToken!,
      idToken: result!.IdToken!,
      claims: decodeJwt(result!.AccessToken!),
    };
  }
}
