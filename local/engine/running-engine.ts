import type { Certificates } from './certificates';

export interface RootCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface Engine {
  readonly port: number;
  /** What AWS clients take as endpoint; no slash at its end. */
  readonly endpoint: string;
  readonly certificates: Certificates;
  /** The keys of the account's root, made for this start. */
  readonly credentials: RootCredentials;
  /** Aborts when the engine ends without being asked to; its reason says what the engine said last. */
  readonly died: AbortSignal;
  /** Lets this process end while the engine goes on. */
  detach(): void;
}
