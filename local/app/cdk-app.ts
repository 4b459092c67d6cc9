import type { Step } from '../process/progress';

export interface CdkApp {
  /** Name of the app for people. */
  readonly title: string;
  /** The directory of `cdk.json`. */
  readonly directory: string;
  /** The CDK CLI to deploy it with. */
  readonly cli: string;
  /** Environment variables that the app needs. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Prepares a CDK app for the CDK CLI. */
export type PrepareApp = (cacheDirectory: string, step: Step, signal: AbortSignal) => Promise<CdkApp>;
