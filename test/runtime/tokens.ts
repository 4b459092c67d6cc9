import { type KeyObject, sign } from 'node:crypto';
import { exportJWK, exportSPKI, generateKeyPair, type JWTPayload, type KeyLike, SignJWT } from 'jose';
import { CLIENT_ID, REGION, TENANT_ID, USER_ID, USER_POOL_ID } from './events';

export const ISSUER = `https://cognito-idp.${REGION}.amazonaws.com/${USER_POOL_ID}`;
/** The second issuer, which only some pools use. Its host answers 403 for others. */
export const OTHER_ISSUER = ISSUER.replace('cognito-idp', 'issuer-cognito-idp');
export const KEY_ID = 'key-1';

/** A user pool with a key pair of its own, whose tokens are really signed. */
export class TokenIssuer {
  static async create(keyId = KEY_ID): Promise<TokenIssuer> {
    const { privateKey, publicKey } = await generateKeyPair('RS256');
    return new TokenIssuer(privateKey, publicKey, keyId);
  }

  private constructor(private readonly privateKey: KeyLike, private readonly publicKey: KeyLike, private readonly keyId: string) {}

  async keySet() {
    return { keys: [{ ...await exportJWK(this.publicKey), alg: 'RS256', use: 'sig', kid: this.keyId }] };
  }

  async publicKeyPem(): Promise<string> {
    return exportSPKI(this.publicKey);
  }

  async accessToken(changes: JWTPayload = {}): Promise<string> {
    return this.sign({ ...accessClaims(), ...changes });
  }

  async idToken(changes: JWTPayload = {}): Promise<string> {
    const { client_id: _, scope: __, ...claims } = accessClaims();
    return this.sign({ ...claims, token_use: 'id', aud: CLIENT_ID, email: 'alice.secret@example.com', ...changes });
  }

  async sign(claims: JWTPayload, alg = 'RS256'): Promise<string> {
    return new SignJWT(claims).setProtectedHeader({ alg, kid: this.keyId }).sign(this.privateKey);
  }

  /** Signs header and claims unchanged, for tokens that no library would sign. */
  signText(header: string, claims: string): string {
    const input = `${base64url(header)}.${base64url(claims)}`;
    return `${input}.${sign('sha256', Buffer.from(input), this.privateKey as KeyObject).toString('base64url')}`;
  }
}

export function now(): number {
  return Math.floor(Date.now() / 1000);
}

export function accessClaims(): JWTPayload {
  return {
    sub: USER_ID,
    iss: ISSUER,
    client_id: CLIENT_ID,
    origin_jti: 'a1',
    event_id: 'e1',
    token_use: 'access',
    scope: 'aws.cognito.signin.user.admin',
    auth_time: now(),
    iat: now(),
    exp: now() + 3600,
    jti: 'j1',
    username: USER_ID,
    tenant: TENANT_ID,
    tenant_role: 'admin',
  };
}

/** Builds a token by hand, for tokens that no library would create. */
export function forgedToken(header: object, claims: object, signature: string): string {
  return `${base64url(JSON.stringify(header))}.${base64url(JSON.stringify(claims))}.${signature}`;
}

export function base64url(text: string): string {
  return Buffer.from(text).toString('base64url');
}
