import type { Step } from '../process/progress';

export interface CdkApp {
  /** What a person calls the app. */
  readonly title: string;
  /** Where its `cdk.json` is. */
  readonly directory: string;
  /** The CDK CLI to deploy it with. */
  readonly cli: string;
  /** What the app needs in its environment. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Makes a CDK app ready for the CDK CLI. */
export type PrepareApp = (cacheDirectory: string, step: Step, signal: AbortSignal) => Promise<CdkApp>;
