import type { Template } from '../apps/synthesize';

/** The usage of AWS by one action. */
export interface Usage {
  readonly apiRequests?: readonly ApiRequest[];
  readonly functionCalls?: readonly FunctionCall[];
  readonly executions?: readonly Execution[];
  readonly events?: number;
  readonly readUnits?: number;
  readonly writeUnits?: number;
  /** Data that stays in a table with point-in-time recovery. */
  readonly stored?: { readonly bytes: number; readonly months: number };
}

/** A request to an API. */
export interface ApiRequest {
  readonly kind: ApiKind;
  /** Logical id of the stage in its template. */
  readonly stage: string;
}

/** The kinds of APIs that API Gateway has. */
export type ApiKind = 'REST' | 'HTTP';

/** A call of a warm function. */
export interface FunctionCall {
  /** Logical id of the function in its template. */
  readonly logicalId: string;
  /** CPU time of the call on one whole processor, measured on the machine of the benchmarks. */
  readonly cpuMs: number;
  /** Time on AWS in which the function waits for other services. */
  readonly waitMs: number;
  /** Number of these calls for one action. Below 1 if not every action calls the function. */
  readonly times?: number;
  /** Whether the call belongs to the trace of the call before, which is paid for once. */
  readonly joinsTrace?: boolean;
}

/** An Express execution that succeeds. */
export interface Execution {
  /** Logical id of the state machine in its template. */
  readonly logicalId: string;
  /** Typical duration on AWS. */
  readonly ms: number;
}

/** A design: its template, and the usage of AWS by each action of users. */
export interface Design {
  readonly template: Template;
  readonly signUp: Usage;
  readonly request: Usage;
  readonly signIn: Usage;
}

/** Typical durations of calls to services and APIs in the same Region on AWS, for both designs. */
export const WAIT_MS = { dynamodb: 4, eventBridge: 15, keySet: 20, adminApi: 25, lookUpFunction: 15 } as const;
