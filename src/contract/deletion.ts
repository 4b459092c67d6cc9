/**
 * `detail-type` of the input of the state machine that deletes a tenant. The input has the shape of an event, as those of the saga's machines, so
 * dead letters of all machines are alike. It is never published.
 */
export const DELETION_DUE = 'deletionDue';

/** Input of the state machine that deletes a tenant. */
export interface DeletionInput {
  readonly 'source': string;
  readonly 'detail-type': typeof DELETION_DUE;
  readonly 'detail': {
    readonly tenantId: string;
    /** Version of the tenant's row since its closure. */
    readonly version: number;
    /** Number of this execution among those of the closure, from 1. */
    readonly attempt: number;
  };
}

/** Data of tenants in a table or a bucket. The formats are written as in code, such as `TENANT#{tenantId}`. */
export type OwnedData =
  | { readonly kind: 'rows'; readonly tableName: string; readonly keyFormat: string }
  | { readonly kind: 'objects'; readonly bucketName: string; readonly prefix: string };

/** A step of a deletion, as the state machine asks the erasure function for it. Every step can be repeated. */
export type ErasureRequest = { readonly tenantId: string } & (
  | { readonly step: typeof ERASURE_STEP.begin; readonly version: number; readonly attempt: number }
  | { readonly step: typeof ERASURE_STEP.eraseData; readonly data: readonly OwnedData[] }
  | { readonly step: typeof ERASURE_STEP.listMembers; readonly after?: string }
  | { readonly step: typeof ERASURE_STEP.writeTombstone }
);

export const ERASURE_STEP = {
  /** Makes the closure final, if it is due, has this version, and no later attempt has begun. */
  begin: 'begin',
  /** Deletes rows and objects, as many as there is time for. */
  eraseData: 'eraseData',
  /** Reads a page of the members' ids. */
  listMembers: 'listMembers',
  /** Replaces the row of the tenant. */
  writeTombstone: 'writeTombstone',
} as const;

/** Result of {@link ERASURE_STEP.begin}. */
export interface BeginResult {
  /** Whether the tenant is to be deleted. It is `false` if the tenant was restored, or is deleted already. */
  readonly isDue: boolean;
}

/** Result of {@link ERASURE_STEP.eraseData}. */
export interface EraseResult {
  /** Whether all data is deleted. If not, the step is repeated. */
  readonly isDone: boolean;
}

/** Result of {@link ERASURE_STEP.listMembers}. */
export interface MembersResult {
  readonly userIds: readonly string[];
  /** The last user id of the page; empty on the last page. */
  readonly after: string;
}

/** Payload of the function that removes a tenant from the records of its members. */
export interface FormerMembersRequest {
  readonly tenantId: string;
  readonly userIds: readonly string[];
}

/** Payload of an eraser of the application. */
export interface EraserRequest {
  readonly tenantId: string;
  /** To be sent to Step Functions (`SendTaskSuccess` or `SendTaskFailure`) when the eraser has finished. */
  readonly taskToken: string;
}
