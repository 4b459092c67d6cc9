import { createHash } from 'node:crypto';

/**
 * Stands for an origin in the environment of a function, which Lambda limits: 72 bits of SHA-256 behind a `#`, which no origin has. They
 * are enough to recognize the origin of a request, and no other origin with the same digest can be found with reasonable effort.
 */
export function originDigest(origin: string): string {
  return `#${createHash('sha256').update(origin).digest('base64url').slice(0, 12)}`;
}
