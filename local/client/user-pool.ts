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
import type { DeploymentOutputs } from './outputs';

/** The codes that the local engine sends to everybody. */
export const CONFIRMATION_CODE = '123456';
const PASSWORD_RESET_CODE = '654321';

/** Environment variable that says `administrator` where nobody knows the codes: in a real account. */
export const CONFIRMATION_VARIABLE = 'TENANCY_CONFIRMATION';

/** An address that nobody has. In a real account mail to it is really sent, so there it is one that takes mail and throws it away. */
export function newAddress(name: string): string {
  const mailbox = `${name.toLowerCase()}-${randomUUID()}`;
  return isConfirmedByAdministrator() ? `success+${mailbox}@simulator.amazonses.com` : `${mailbox}@example.com`;
}

function isConfirmedByAdministrator(): boolean {
  return process.env[CONFIRMATION_VARIABLE] === 'administrator';
}

/** Satisfies the password policy of every pool that keeps Cognito's defaults. */
export const PASSWORD = 'Correct-Horse-7';

/** The tokens of one sign-in. */
export interface Tokens {
  readonly accessToken: string;
  readonly idToken: string;
  readonly refreshToken: string;
  readonly claims: Readonly<Record<string, unknown>>;
}

/** What people do with the user pool, through the same calls as a web app. */
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
   * @param clientMetadata what a web app says with the confirmation
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

  /** Creates a user as an administrator does: no sign-up, so no post-confirmation trigger. @returns the user's `sub` */
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

  /** Forgets the password and sets it again, with the code from the mail. */
  public async resetPassword(email: string): Promise<void> {
    const { UserPoolClientId: ClientId } = this.outputs;
    await this.cognito.send(new ForgotPasswordCommand({ ClientId, Username: email }));
    await this.cognito.send(new ConfirmForgotPasswordCommand({
      ClientId, Username: email, ConfirmationCode: PASSWORD_RESET_CODE, Password: PASSWORD,
    }));
  }

  /** Signs in by SRP: the password never leaves this process. */
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
      // The user's name, and not the address that stands for it.
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

  /** Trades a refresh token for new tokens, as web apps do about once an hour. */
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
