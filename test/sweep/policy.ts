/** The parts of an IAM policy that determine its permissions. */
export interface PolicyDocument {
  readonly Version?: string;
  readonly Statement: readonly Statement[];
}

export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  /** Undefined in the trust policy of a role. */
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** An action on a resource in an allowing statement. */
export interface PolicyPermission {
  /** Position of the statement. */
  readonly statement: number;
  readonly action: string;
  readonly resource?: string;
}

/** All permissions of a policy. */
export function permissionsIn({ Statement: statements }: PolicyDocument): PolicyPermission[] {
  return statements.flatMap(({ Effect, Action, Resource }, statement) => Effect === 'Deny' ? [] : listOf(Action).flatMap((action) =>
    Resource === undefined ? [{ statement, action }] : listOf(Resource).map((resource) => ({ statement, action, resource }))));
}

/** The policy without this permission. */
export function without(policy: PolicyDocument, { statement: position, action, resource }: PolicyPermission): PolicyDocument {
  return {
    ...policy,
    Statement: policy.Statement.flatMap((statement, index) => index !== position ? [statement] : [
      { ...statement, Action: listOf(statement.Action).filter((one) => one !== action) },
      // The statement still allows the action on the other resources.
      ...statement.Resource === undefined ? [] : [
        { ...statement, Action: action, Resource: listOf(statement.Resource).filter((one) => one !== resource) },
      ],
    ]).filter(({ Action, Resource }) => Action.length > 0 && Resource?.length !== 0),
  };
}

function listOf(value: string | readonly string[]): readonly string[] {
  return typeof value === 'string' ? [value] : value;
}
