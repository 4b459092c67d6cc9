import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { rootCertificates } from 'node:tls';
import {
  AuthorityKeyIdentifierExtension, BasicConstraintsExtension, ExtendedKeyUsage, ExtendedKeyUsageExtension, KeyUsageFlags, KeyUsagesExtension,
  PemConverter, SubjectAlternativeNameExtension, SubjectKeyIdentifierExtension, X509CertificateGenerator, cryptoProvider,
} from '@peculiar/x509';

/** The names in the engine's certificate: its own address, and AWS hosts that clients can map to it. */
const DNS_NAMES = [
  'localhost',
  '*.amazonaws.com',
  '*.us-east-1.amazonaws.com',
  '*.s3.amazonaws.com',
  '*.s3.us-east-1.amazonaws.com',
  '*.execute-api.us-east-1.amazonaws.com',
  '*.cloudfront.net',
];
const IP_ADDRESS = '127.0.0.1';
const VALID_DAYS = 365;
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const KEY_USAGES: webcrypto.KeyUsage[] = ['sign', 'verify'];

/** Files with the trusted authorities, on the usual systems. */
const SYSTEM_BUNDLES = ['/etc/ssl/certs/ca-certificates.crt', '/etc/pki/tls/certs/ca-bundle.crt', '/etc/ssl/cert.pem'];

export interface Certificates {
  /** The authority that signed the engine's certificate. */
  readonly authority: string;
  /** That authority and all that the system trusts: clients that read one file only can still reach the internet. */
  readonly bundle: string;
  readonly server: string;
  readonly serverKey: string;
}

/**
 * Creates an authority and a server certificate that it signs: Node.js and Python refuse a self-signed server certificate.
 * The key of the authority is never written to disk, so nobody can sign anything else with it.
 */
export async function makeCertificates(directory: string): Promise<Certificates> {
  cryptoProvider.set(webcrypto);
  const notBefore = new Date(Date.now() - 60_000);
  const notAfter = new Date(Date.now() + VALID_DAYS * 24 * 3600 * 1000);

  const authorityKeys = await webcrypto.subtle.generateKey(ALGORITHM, true, KEY_USAGES) as webcrypto.CryptoKeyPair;
  const authority = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=cdk-tenancy local engine',
    keys: authorityKeys,
    signingAlgorithm: ALGORITHM,
    notBefore,
    notAfter,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true),
      await SubjectKeyIdentifierExtension.create(authorityKeys.publicKey),
    ],
  });

  const serverKeys = await webcrypto.subtle.generateKey(ALGORITHM, true, KEY_USAGES) as webcrypto.CryptoKeyPair;
  const server = await X509CertificateGenerator.create({
    subject: 'CN=localhost',
    issuer: authority.subject,
    publicKey: serverKeys.publicKey,
    signingKey: authorityKeys.privateKey,
    signingAlgorithm: ALGORITHM,
    notBefore,
    notAfter,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension([
        ...DNS_NAMES.map((value) => ({ type: 'dns' as const, value })),
        { type: 'ip', value: IP_ADDRESS },
      ]),
      // Python 3.13 refuses a chain without the two key identifiers.
      await SubjectKeyIdentifierExtension.create(serverKeys.publicKey),
      await AuthorityKeyIdentifierExtension.create(authorityKeys.publicKey),
    ],
  });

  const files: Certificates = {
    authority: path.join(directory, 'authority.pem'),
    bundle: path.join(directory, 'bundle.pem'),
    server: path.join(directory, 'server.pem'),
    serverKey: path.join(directory, 'server-key.pem'),
  };
  mkdirSync(directory, { recursive: true });
  const authorityPem = withNewline(authority.toString('pem'));
  writeFileSync(files.authority, authorityPem);
  writeFileSync(files.bundle, [authorityPem, ...trustedBefore()].join('\n'));
  writeFileSync(files.server, withNewline(server.toString('pem')) + authorityPem);
  writeFileSync(files.serverKey, withNewline(PemConverter.encode(
    await webcrypto.subtle.exportKey('pkcs8', serverKeys.privateKey), PemConverter.PrivateKeyTag,
  )), { mode: 0o600 });
  return files;
}

function trustedBefore(): string[] {
  const system = [process.env.SSL_CERT_FILE, ...SYSTEM_BUNDLES].find((file) => file && existsSync(file));
  const extra = process.env.NODE_EXTRA_CA_CERTS;
  return [
    ...(system === undefined ? rootCertificates : [readFileSync(system, 'utf8')]),
    ...(extra && extra !== system && existsSync(extra) ? [readFileSync(extra, 'utf8')] : []),
  ];
}

function withNewline(pem: string): string {
  return `${pem.trimEnd()}\n`;
}
