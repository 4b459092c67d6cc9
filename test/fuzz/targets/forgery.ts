/** Changes of valid tokens by a forger, or by a bug of the issuer. Cases are plain data, so a failing case can be read. */
import fc from 'fast-check';
import { CLIENT_ID, OTHER_TENANT_ID, TENANT_ID, USER_ID } from '../../runtime/events';
import { accessClaims, base64url, ISSUER, KEY_ID, now, OTHER_ISSUER, type TokenIssuer } from '../../runtime/tokens';

/** A member of a JSON object, with its value as JSON text. A list of members can have a name twice. */
type Member = readonly [name: string, json: string];

/** A change of the text of a token. Positions are fractions of its length, so they fit any token. */
type Edit =
  | { readonly kind: 'replace' | 'insert'; readonly at: number; readonly text: string }
  | { readonly kind: 'delete'; readonly at: number; readonly length: number }
  | { readonly kind: 'take segment'; readonly index: 0 | 1 | 2; readonly of: number }
  | { readonly kind: 'write segment'; readonly index: 0 | 1; readonly members: readonly Member[] };

export interface Forgery {
  /** Index of a signed token to start from, or the content of a token to sign. */
  readonly start: number | { readonly header: readonly Member[]; readonly claims: readonly Member[]; readonly signer: 'pool' | 'stranger' };
  readonly edits: readonly Edit[];
}

/** A token that the pool has signed. */
export interface SignedToken {
  readonly token: string;
  readonly header: string;
  readonly claims: string;
}

const TENANT_IDS = [TENANT_ID, OTHER_TENANT_ID, 'tenant-1'];
const ODD_TEXTS = [
  '', '*', '?', '..', '/', '%2e', 'a/b', `${TENANT_ID}*`, ` ${TENANT_ID}`, `${TENANT_ID}\n`, 'ten\u0430nt', '\u202e', '\u0000', '__proto__', 'constructor',
  'x'.repeat(200), '${aws:username}',
];

const text = fc.oneof(
  fc.constantFrom(...TENANT_IDS, USER_ID, CLIENT_ID, ISSUER, OTHER_ISSUER, KEY_ID, 'admin', 'member', 'access', 'id', 'RS256', 'HS256', 'none'),
  fc.constantFrom(...ODD_TEXTS),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
);
/** Times that are not near the current time, so a slow machine does not change the result. */
const seconds = fc.integer({ min: -100_000, max: 100_000 }).filter((offset) => Math.abs(offset) > 60);
const json = fc.oneof(
  { weight: 6, arbitrary: text.map((value) => JSON.stringify(value)) },
  { weight: 1, arbitrary: fc.json({ maxDepth: 2 }) },
  { weight: 1, arbitrary: fc.constantFrom('null', 'true', '[]', '{}', '1e400', '-0', '1e300', '-1e300', '0.5', '"', '') },
  { weight: 2, arbitrary: seconds.map((offset) => String(now() + offset)) },
);

const claimName = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('sub', 'iss', 'client_id', 'token_use', 'tenant', 'tenant_role', 'exp', 'nbf') },
  { weight: 1, arbitrary: fc.constantFrom('aud', 'iat', 'jti', 'scope', '__proto__', 'constructor', 'toString', 'Tenant', 'tenant ') },
  { weight: 1, arbitrary: fc.string({ maxLength: 8 }) },
);
const headerName = fc.constantFrom('alg', 'kid', 'typ', 'jwk', 'jku', 'x5u', 'x5c', 'crit', 'b64', 'zip', '__proto__');

/** A few changed members before or after the valid ones, or alone. The last member of a name applies. */
function members(name: fc.Arbitrary<string>, good: () => readonly Member[]): fc.Arbitrary<readonly Member[]> {
  return fc.record({
    changes: fc.array(fc.tuple(name, json), { maxLength: 4 }),
    dropped: fc.oneof({ weight: 2, arbitrary: fc.constant<string[]>([]) }, { weight: 1, arbitrary: fc.array(name, { maxLength: 2 }) }),
    isBare: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
    isFirst: fc.boolean(),
  }).map(({ changes, dropped, isBare, isFirst }) => {
    const kept = isBare ? [] : good().filter(([member]) => !dropped.includes(member));
    return isFirst ? [...changes, ...kept] : [...kept, ...changes];
  });
}

const goodHeader: readonly Member[] = [['alg', '"RS256"'], ['kid', JSON.stringify(KEY_ID)]];
/** Claims that stay valid for longer than a run lasts. */
function goodClaims(): Member[] {
  const claims = { ...accessClaims(), exp: now() + 30 * 86_400 };
  return Object.entries(claims).map(([name, value]) => [name, JSON.stringify(value)]);
}

const fraction = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const index = fc.constantFrom(0, 1, 2);
const snippet = fc.oneof(
  fc.constantFrom('.', '=', '==', '+', '/', ' ', '\n', '\t', '\u0000', '%', '-', '_', 'A', '..', 'é', ', Bearer '),
  fc.string({ unit: fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'), minLength: 1, maxLength: 4 }),
);

const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({ kind: fc.constantFrom('replace' as const, 'insert' as const), at: fraction, text: snippet }),
  fc.record({ kind: fc.constant('delete' as const), at: fraction, length: fc.integer({ min: 1, max: 20 }) }),
  fc.record({ kind: fc.constant('take segment' as const), index, of: fc.nat({ max: 1_000 }) }),
  fc.record({ kind: fc.constant('write segment' as const), index: fc.constant(0 as const), members: members(headerName, () => goodHeader) }),
  fc.record({ kind: fc.constant('write segment' as const), index: fc.constant(1 as const), members: members(claimName, goodClaims) }),
) as fc.Arbitrary<Edit>;

export const forgeries: fc.Arbitrary<Forgery> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ start: fc.nat({ max: 1_000 }), edits: fc.array(edit, { maxLength: 3 }) }) },
  // Signing is the most expensive part of a case.
  {
    weight: 1,
    arbitrary: fc.record({
      start: fc.record({
        header: fc.oneof({ weight: 3, arbitrary: fc.constant(goodHeader) }, { weight: 1, arbitrary: members(headerName, () => goodHeader) }),
        claims: members(claimName, goodClaims),
        signer: fc.oneof({ weight: 4, arbitrary: fc.constant('pool' as const) }, { weight: 1, arbitrary: fc.constant('stranger' as const) }),
      }),
      edits: fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.array(edit, { maxLength: 1 }) }),
    }),
  },
);

/** Tokens of a pool, and of a stranger whose key has the same name. */
export class Forge {
  /** Valid tokens of several users, and signed tokens that must be refused. */
  readonly pool: readonly SignedToken[];

  constructor(private readonly issuer: TokenIssuer, private readonly stranger: TokenIssuer) {
    const tenants: ReadonlyArray<readonly Member[]> = [
      ...TENANT_IDS.flatMap((tenant) => ['admin', 'member', 'auditor'].map((role): Member[] => [['tenant', JSON.stringify(tenant)], ['tenant_role', JSON.stringify(role)]])),
      [['tenant', '"*"']], [['exp', '1']], [['client_id', '"other"']], [['iss', '"https://attacker.example"']],
      [['iss', JSON.stringify(OTHER_ISSUER)]], [['sub', '"user-2"']],
    ];
    this.pool = tenants.map((changes) => this.signed(goodHeader, [...goodClaims(), ...changes], issuer));
  }

  /** @returns the token, and the tokens that the pool has signed for it */
  make({ start, edits }: Forgery): { token: string; signed: readonly SignedToken[] } {
    const first = typeof start === 'number'
      ? this.pooled(start)
      : this.signed(start.header, start.claims, start.signer === 'pool' ? this.issuer : this.stranger);
    const isFromPool = typeof start === 'number' || start.signer === 'pool';
    return {
      token: edits.reduce((token, change) => this.edited(token, change), first.token),
      signed: isFromPool ? [first, ...this.pool] : this.pool,
    };
  }

  private edited(token: string, change: Edit): string {
    const segments = token.split('.');
    switch (change.kind) {
      case 'replace':
      case 'insert':
      case 'delete': {
        const at = Math.floor(change.at * token.length);
        const inserted = change.kind === 'delete' ? '' : change.text;
        const removed = change.kind === 'insert' ? 0 : change.kind === 'delete' ? change.length : inserted.length;
        return token.slice(0, at) + inserted + token.slice(at + removed);
      }
      case 'take segment':
        segments[change.index] = this.pooled(change.of).token.split('.')[change.index];
        return segments.join('.');
      case 'write segment':
        segments[change.index] = base64url(objectText(change.members));
        return segments.join('.');
    }
  }

  private pooled(number: number): SignedToken {
    return this.pool[number % this.pool.length];
  }

  private signed(header: readonly Member[], claims: readonly Member[], issuer: TokenIssuer): SignedToken {
    const texts = { header: objectText(header), claims: objectText(claims) };
    return { ...texts, token: issuer.signText(texts.header, texts.claims) };
  }
}

function objectText(object: readonly Member[]): string {
  return `{${object.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(',')}}`;
}
