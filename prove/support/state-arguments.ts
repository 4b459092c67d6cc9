import { DescribeStateMachineCommand } from '@aws-sdk/client-sfn';
import { stepFunctions } from './clients';
import type { User } from './users';
import { emailKey, MEMBERSHIP_ORIGIN, type TenantStatus, type UserItem, userRecordKey } from '../../src/contract/attributes';
import { profileDigest } from '../../src/contract/profile-digest';
import { TENANT_ROLE } from '../../src/contract/roles';
import { statusShard } from '../../src/runtime/tenants/status-shard';

/** What the arguments of a state say of an event. */
export interface Variables extends User {
  readonly tenantId: string;
  /** When the state is entered: ISO 8601, UTC. */
  readonly now: string;
}

/** The arguments of the states of a deployed state machine, which it hands to DynamoDB. */
export class StateArguments {
  public static async of(stateMachineArn: string): Promise<StateArguments> {
    const { definition } = await stepFunctions.send(new DescribeStateMachineCommand({ stateMachineArn }));
    return new StateArguments(JSON.parse(definition!).States);
  }

  private constructor(private readonly states: Readonly<Record<string, { readonly Arguments?: unknown }>>) {}

  /** The arguments with the event filled in. The expressions are few, and one that is not known is an error. */
  public fill<Input>(state: string, variables: Variables): Input {
    const args = this.states[state]?.Arguments;
    if (args === undefined) throw new Error(`There is no state "${state}" with arguments.`);
    return JSON.parse(JSON.stringify(args), (_, value) => (typeof value === 'string' ? evaluate(value, variables) : value));
  }
}

function evaluate(text: string, { now, ...variables }: Variables): unknown {
  const expression = /^\{% (.*) %\}$/.exec(text)?.[1];
  if (expression === undefined) return text;
  if (expression === '$states.context.State.EnteredTime') return now;
  // The first name of the tenant: for the users of these proofs it is theirs.
  if (expression.startsWith('([$name, $userName, $userId]')) return variables.name;
  if (expression === '"@" & $userId') return userRecordKey(variables.userId);
  if (expression.startsWith('$substring($hash($userId & ')) return profileDigest(variables.userId, variables);
  const status = /^"(\w+)#" & \$substring\(\$hash\(\$tenantId, /.exec(expression)?.[1];
  if (status !== undefined) return statusShard(status as TenantStatus, variables.tenantId);
  if (expression.startsWith('$merge([{"tenantid"')) return membership(now, variables);
  const value = variables[expression.slice(1) as keyof typeof variables];
  if (value === undefined) throw new Error(`The expression ${expression} is not known.`);
  return value;
}

/** The item that is one expression. The users of these proofs all have an e-mail address. */
function membership(now: string, { tenantId, userId, name, email }: Omit<Variables, 'now'>): Record<keyof UserItem, unknown> {
  const item: Omit<UserItem, 'invitationid' | 'username'> = {
    tenantid: tenantId,
    userid: userId,
    name,
    email,
    role: TENANT_ROLE.admin,
    createdat: now,
    origin: MEMBERSHIP_ORIGIN.signUp,
    emailkey: emailKey(email),
  };
  return Object.fromEntries(Object.entries(item).map(([attribute, value]) => [attribute, { S: value }])) as Record<keyof UserItem, unknown>;
}
