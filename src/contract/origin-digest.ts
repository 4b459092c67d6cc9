import { createHash } from 'node:crypto';

/**
 * Returns a digest that stands for an origin in the environment of a function, because Lambda limits its size. The digest is `#`, which no
 * origin contains, and 72 bits of SHA-256. That is enough to recognize the origin of a request. To find another origin with the same
 * digest takes an unreasonable effort.
 */
export function originDigest(origin: string): string {
  return `#${createHash('sha256').update(origin).digest('base64url').slice(0, 12)}`;
}
