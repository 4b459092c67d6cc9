import type { PermissionName } from './permission';

/** What happened without a permission. */
export interface Finding {
  readonly permission: PermissionName;
  /** The steps that did not hold without it; none: it was never missed. */
  readonly missedBy: readonly string[];
}

/** Permissions that cannot be missed on the engine although AWS needs them. */
export interface Unmissable {
  readonly holder: RegExp;
  readonly actions: readonly string[];
  /** @default - all */
  readonly resource?: RegExp;
  readonly reason: string;
}

export interface Verdict {
  /** Never missed, and no reason is known why: to be removed. */
  readonly superfluous: readonly PermissionName[];
  /** Never missed, for a reason. */
  readonly excused: ReadonlyArray<readonly [reason: string, permissions: readonly PermissionName[]]>;
  /** What is wrong with the list of the unmissable. */
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
      .map((action) => `nobody that ${entry.holder} names has ${action}`),
    ...covered
      .filter(({ missedBy }) => missedBy.length > 0)
      .map(({ permission: { holder, action }, missedBy }) => `${action} of ${holder} is missed after all, by: ${missedBy.join(', ')}`),
  ];
}

function covers({ holder, actions, resource }: Unmissable, permission: PermissionName): boolean {
  return holder.test(permission.holder) && actions.includes(permission.action) && (resource?.test(permission.resource) ?? true);
}
