import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { makeCertificates } from '../local/engine/certificates';

export interface KeyServer {
  readonly url: string;
  /** File of trusted authorities for a Python process: the usual ones, and the authority of this server. */
  readonly trustedCertificates: string;
  end(): void;
}

/** Serves a key set over TLS, like Cognito, but on this machine. */
export async function startKeyServer(keySet: string): Promise<KeyServer> {
  const directory = mkdtempSync(path.join(tmpdir(), 'bench-keys-'));
  const certificates = await makeCertificates(directory);
  const server = createServer(
    { cert: readFileSync(certificates.server), key: readFileSync(certificates.serverKey) },
    (_, response) => response.setHeader('content-type', 'application/json').end(keySet),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`,
    trustedCertificates: certificates.bundle,
    end: () => {
      server.close();
      rmSync(directory, { recursive: true });
    },
  };
}
