import { DescribeStateMachineCommand } from '@aws-sdk/client-sfn';
import { stepFunctions } from './clients';
import type { User } from './users';
import { ACTOR_TYPE, SYSTEM_PART } from '../../src/contract/actor';
import { emailKey, MEMBERSHIP_ORIGIN, type TenantStatus, USER_ATTRIBUTE, type UserItem, userRecordKey } from '../../src/contract/attributes';
import { profileDigest } from '../../src/contract/profile-digest';
import { TENANT_ROLE } from '../../src/contract/roles';
import { statusShard } from '../../src/runtime/tenants/status-shard';

/** The values of an event that the arguments of states use. */
export interface Variables extends User {
  readonly tenantId: string;
  /** Time at which the state is entered: ISO 8601, UTC. */
  readonly now: string;
}

/** The arguments with which the states of a deployed state machine call DynamoDB. */
export class StateArguments {
  public static async of(stateMachineArn: string): Promise<StateArguments> {
    const { definition } = await stepFunctions.send(new DescribeStateMachineCommand({ stateMachineArn }));
    return new StateArguments(JSON.parse(definition!).States);
  }

  private constructor(private readonly states: Readonly<Record<string, { readonly Arguments?: unknown }>>) {}

  /** The arguments with the values of an event. Only the known expressions are supported; another expression is an error. */
  public fill<Input>(state: string, variables: Variables): Input {
    const args = this.states[state]?.Arguments;
    if (args === undefined) throw new Error(`The state machine must have a state "${state}" with arguments.`);
    return JSON.parse(JSON.stringify(args), (_, value) => (typeof value === 'string' ? evaluate(value, variables) : value));
  }
}

function evaluate(text: string, { now, ...variables }: Variables): unknown {
  const expression = /^\{% (.*) %\}$/.exec(text)?.[1];
  if (expression === undefined) return text;
  if (expression === '$states.context.State.EnteredTime') return now;
  // The initial name of the tenant. All users of these proofs have a name, so it is the name of the user.
  if (expression.startsWith('([$name, $userName, $userId]')) return variables.name;
  const literal = /^"([\w-]+)"$/.exec(expression)?.[1];
  if (literal !== undefined) return literal;
  if (expression.startsWith('{"M": {"type"')) return changedBy(now);
  if (expression === '"@" & $userId') return userRecordKey(variables.userId);
  if (expression.startsWith('$substring($hash($userId & ')) return profileDigest(variables.userId, variables);
  const status = /^"(\w+)#" & \$substring\(\$hash\(\$tenantId, /.exec(expression)?.[1];
  if (status !== undefined) return statusShard(status as TenantStatus, variables.tenantId);
  if (expression.startsWith('$merge([{"tenantid"')) return membership(now, variables);
  const value = variables[expression.slice(1) as keyof typeof variables];
  if (value === undefined) throw new Error(`The expression ${expression} must be one that StateArguments knows. Add it there.`);
  return value;
}

/** The item that one expression creates. All users of these proofs have an email address. */
function membership(now: string, { tenantId, userId, name, email }: Omit<Variables, 'now'>): Partial<Record<keyof UserItem, unknown>> {
  const item: Omit<UserItem, 'invitationid' | 'username' | 'changedby'> = {
    tenantid: tenantId,
    userid: userId,
    name,
    email,
    role: TENANT_ROLE.admin,
    createdat: now,
    origin: MEMBERSHIP_ORIGIN.signUp,
    emailkey: emailKey(email),
  };
  const texts = Object.fromEntries(Object.entries(item).map(([attribute, value]) => [attribute, { S: value }])) as Record<keyof typeof item, unknown>;
  return { ...texts, [USER_ATTRIBUTE.changedBy]: changedBy(now) };
}

/** The stored actor of a change by the saga. */
function changedBy(now: string) {
  return { M: { type: { S: ACTOR_TYPE.system }, id: { S: SYSTEM_PART.signUp }, at: { S: now } } };
}
