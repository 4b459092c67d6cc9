import type { Certificates } from './certificates';

export interface RootCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface Engine {
  readonly port: number;
  /** Endpoint for AWS clients, without a trailing slash. */
  readonly endpoint: string;
  readonly certificates: Certificates;
  /** The root keys of the account, which are new at each start. */
  readonly credentials: RootCredentials;
  /** Aborts when the engine ends unexpectedly. The reason has the end of its log. */
  readonly died: AbortSignal;
  /** Lets this process end while the engine keeps running. */
  detach(): void;
}
