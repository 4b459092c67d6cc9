import { Aes128Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';
import * as z from 'zod/mini';
import type { ClientDetails } from '../../contract/audit';

/**
 * Client details are sealed with hybrid public key encryption. A function that writes a change has only the public key. The reader of the audit log opens
 * them with the private key in the record of the user. Without that key, they are lost.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9180
 */
const SUITE = new CipherSuite({ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes128Gcm() });

/** Length of the public key that the sender has generated, in bytes. It is in front of the sealed text. */
const SENDER_KEY_BYTES = 32;

/** In characters. The user agents of browsers are shorter. */
const LONGEST_USER_AGENT = 256;

const DETAILS: z.ZodMiniType<ClientDetails> = z.object({ ip: z.optional(z.string()), userAgent: z.optional(z.string()) });

/** The keys of a user in base64url. */
export interface ClientKeys {
  readonly sealingKey: string;
  readonly openingKey: string;
}

export async function createClientKeys(): Promise<ClientKeys> {
  const { publicKey, privateKey } = await SUITE.kem.generateKeyPair();
  const [sealingKey, openingKey] = await Promise.all([SUITE.kem.serializePublicKey(publicKey), SUITE.kem.serializePrivateKey(privateKey)]);
  return { sealingKey: toText(sealingKey), openingKey: toText(openingKey) };
}

/**
 * Seals the client details of a user.
 *
 * @param sealingKey The user's public key.
 * @returns base64url
 */
export async function sealClient({ ip, userAgent }: ClientDetails, userId: string, sealingKey: string): Promise<string> {
  const recipientPublicKey = await SUITE.kem.deserializePublicKey(toBytes(sealingKey));
  const details: ClientDetails = { ip, userAgent: userAgent && [...userAgent].slice(0, LONGEST_USER_AGENT).join('') };
  const { enc, ct } = await SUITE.seal({ recipientPublicKey, info: infoOf(userId) }, new TextEncoder().encode(JSON.stringify(details)));
  return Buffer.concat([Buffer.from(enc), Buffer.from(ct)]).toString('base64url');
}

/**
 * Opens the client details of a user.
 *
 * @param openingKey The user's private key.
 * @throws an error if they were sealed for another user or with another key
 */
export async function openClient(sealed: string, userId: string, openingKey: string): Promise<ClientDetails> {
  const recipientKey = await SUITE.kem.deserializePrivateKey(toBytes(openingKey));
  const bytes = toBytes(sealed);
  const [enc, ct] = [bytes.slice(0, SENDER_KEY_BYTES), bytes.slice(SENDER_KEY_BYTES)];
  const details = await SUITE.open({ recipientKey, enc, info: infoOf(userId) }, ct);
  return DETAILS.parse(JSON.parse(new TextDecoder().decode(details)));
}

/** A sealed text opens only for the user whom it is about. */
function infoOf(userId: string): ArrayBuffer {
  return bufferOf(new TextEncoder().encode(`cdk-tenancy client details of ${userId}`));
}

function toText(bytes: ArrayBuffer): string {
  return Buffer.from(bytes).toString('base64url');
}

function toBytes(text: string): ArrayBuffer {
  return bufferOf(Buffer.from(text, 'base64url'));
}

/** A `Buffer` can be a part of a larger memory. */
function bufferOf(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}
