import type { Template } from '../apps/synthesize';

/** What one action uses. */
export interface Usage {
  readonly restApiRequests?: number;
  readonly functionCalls?: readonly FunctionCall[];
  readonly executions?: readonly Execution[];
  readonly events?: number;
  readonly readUnits?: number;
  readonly writeUnits?: number;
}

/** A call of a function that is warm. */
export interface FunctionCall {
  /** Of the function, in its template. */
  readonly logicalId: string;
  /** What a whole processor takes for it: measured here, as CPU time of the process. */
  readonly cpuMs: number;
  /** For others, on AWS. */
  readonly waitMs: number;
  /** How many of these calls there are for one action; some actions call it now and then only. */
  readonly times?: number;
  /** Whether the call before it has begun its trace, which is paid for once. */
  readonly joinsTrace?: boolean;
}

/** An Express execution. */
export interface Execution {
  readonly logicalId: string;
  /** States that it enters when all goes well, and how many of them are tasks. */
  readonly states: number;
  readonly tasks: number;
  readonly ms: number;
}

/** A design: how it is deployed, and what the things that people do use of it. */
export interface Design {
  readonly template: Template;
  readonly signUp: Usage;
  readonly request: Usage;
  readonly signIn: Usage;
}

/** What a call of DynamoDB, EventBridge or an API in the same Region takes on AWS, as is often seen. The same for both designs. */
export const WAIT_MS = { dynamodb: 4, eventBridge: 15, keySet: 20, adminApi: 25 } as const;
