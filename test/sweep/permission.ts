/** A permission in words that are the same in every deployment. */
export interface PermissionName {
  /** Logical id, without the hash, of a role of the app or of a resource with a policy. */
  readonly holder: string;
  readonly action: string;
  /** The resource of the action. In the policy of a resource, the principal. */
  readonly resource: string;
}

/** A permission of the deployed app that can be removed. */
export interface Permission extends PermissionName {
  take(): Promise<void>;
  /** Restores the permission. Has no effect if it was not removed. */
  giveBack(): Promise<void>;
}

export function describePermission({ holder, action, resource }: PermissionName): string {
  return `${holder}: ${action}${resource && ` on ${resource}`}`;
}
