import type { PermissionName } from './permission';

/** The result of the steps without a permission. */
export interface Finding {
  readonly permission: PermissionName;
  /** The steps that failed without it. Empty if no step needs it. */
  readonly missedBy: readonly string[];
}

/** Permissions that AWS needs, but the engine does not check. */
export interface Unmissable {
  readonly holder: RegExp;
  readonly actions: readonly string[];
  /** @default - all */
  readonly resource?: RegExp;
  readonly reason: string;
}

export interface Verdict {
  /** Permissions that no step needs, without a known reason: to be removed. */
  readonly superfluous: readonly PermissionName[];
  /** Permissions that no step needs, for a known reason. */
  readonly excused: ReadonlyArray<readonly [reason: string, permissions: readonly PermissionName[]]>;
  /** Errors in the list `UNMISSABLE`. */
  readonly stale: readonly string[];
}

export function judge(findings: readonly Finding[], unmissable: readonly Unmissable[]): Verdict {
  const neverMissed = findings.filter(({ missedBy }) => missedBy.length === 0).map(({ permission }) => permission);
  return {
    superfluous: neverMissed.filter((permission) => !unmissable.some((entry) => covers(entry, permission))),
    excused: unmissable.map((entry) => [entry.reason, neverMissed.filter((permission) => covers(entry, permission))]),
    stale: unmissable.flatMap((entry) => staleParts(entry, findings)),
  };
}

function staleParts(entry: Unmissable, findings: readonly Finding[]): string[] {
  const covered = findings.filter(({ permission }) => covers(entry, permission));
  return [
    ...entry.actions
      .filter((action) => !covered.some(({ permission }) => permission.action === action))
      .map((action) => `no holder that matches ${entry.holder} has ${action}`),
    ...covered
      .filter(({ missedBy }) => missedBy.length > 0)
      .map(({ permission: { holder, action }, missedBy }) => `${action} of ${holder} is needed for: ${missedBy.join(', ')}`),
  ];
}

function covers({ holder, actions, resource }: Unmissable, permission: PermissionName): boolean {
  return holder.test(permission.holder) && actions.includes(permission.action) && (resource?.test(permission.resource) ?? true);
}
