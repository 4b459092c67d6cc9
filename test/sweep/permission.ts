/** Who may do what, in words that stay the same from one deployment to the next. */
export interface PermissionName {
  /** A role of the app, or a resource with a policy of its own: its logical id without the hash. */
  readonly holder: string;
  readonly action: string;
  /** What it may be done to; in the policy of a resource, who may do it. */
  readonly resource: string;
}

/** A permission of the deployed app that can be taken away. */
export interface Permission extends PermissionName {
  take(): Promise<void>;
  /** Also when it was not taken. */
  giveBack(): Promise<void>;
}

export function describePermission({ holder, action, resource }: PermissionName): string {
  return `${holder}: ${action}${resource && ` on ${resource}`}`;
}
