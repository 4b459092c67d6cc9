import { setMaxListeners } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { Expectations, outcome, type Proof } from './proof';
import { concurrently } from './support/concurrently';
import { deny } from './support/denial';
import { readTenancyOutputs, TENANCY, type TenancyOutput } from './support/deployment';
import { Lifecycle, memberData } from './support/lifecycle';
import { People } from './support/people';
import { Random } from './support/random';
import { type Answer, call } from '../local/client/api';
import { eventually } from '../local/client/eventually';
import type { Tokens } from '../local/client/user-pool';
import { CLAIM } from '../src/contract/claims';
import { TENANT_ROLE } from '../src/contract/roles';

/** The freshness of the app of the proofs, in milliseconds. */
const FRESHNESS_MS = 5_000;

/** Time after the end of the freshness in which a decision that holds too long would show. */
const AFTERWARDS_MS = 1_000;

/** Requests of a user around each change. With requests all the time, the engine would need hours. */
const REQUESTS = {
  /** Before the change, beside the one that shows that the right is back. They fill the cache of the gateway at random times before the change. */
  before: 1,
  /** Most requests in the time of the freshness. Without any, the cache keeps the decision from before the change. */
  between: 1,
  /** In the time after it. */
  afterwards: 2,
} as const;

/** Pause between two questions whether a right is back: the gateway keeps a refusal for seconds. */
const POLL_MS = 1_000;

/** Pause between two requests during the outage. */
const PAUSE_MS = 200;

/** Progress is printed after this many changes. */
const CHANGES_BETWEEN_REPORTS = 500;

/** Number of people who sign up at the same time. */
const SIGN_UPS = 8;

/** A user with a tenant that also has another admin, so the user can lose every right. */
interface Caller {
  readonly email: string;
  readonly userId: string;
  readonly tenantId: string;
  /** Those of the last sign-in. */
  tokens: Tokens;
}

/** A right that operators end and give back. */
interface Right {
  readonly name: string;
  /** The route below the tenant that needs the right. It belongs to the app, and its function checks nothing. */
  readonly route: 'orders' | 'reports';
  readonly refusal: 401 | 403;
  readonly end: (operator: Lifecycle, caller: Caller) => Promise<Answer>;
  readonly giveBack: (operator: Lifecycle, caller: Caller, people: People) => Promise<Answer | undefined>;
}

const memberPath = ({ tenantId, userId }: Caller) => `tenant/${tenantId}/members/${userId}`;

const RIGHTS: readonly Right[] = [
  {
    name: 'a removed member',
    route: 'orders',
    refusal: 403,
    end: async (operator, caller) => operator.call('DELETE', memberPath(caller)),
    giveBack: async (operator, { tenantId, userId }) => operator.call('POST', `tenant/${tenantId}/members`, {
      userId, ...memberData(userId), role: TENANT_ROLE.admin,
    }),
  },
  {
    name: 'a demoted admin',
    route: 'reports',
    refusal: 403,
    end: async (operator, caller) => operator.call('PUT', memberPath(caller), { role: TENANT_ROLE.member }),
    giveBack: async (operator, caller) => operator.call('PUT', memberPath(caller), { role: TENANT_ROLE.admin }),
  },
  {
    name: 'a member of a suspended tenant',
    route: 'orders',
    refusal: 403,
    end: async (operator, { tenantId }) => operator.call('PUT', `tenant/${tenantId}/suspension`, { reason: 'proof' }),
    giveBack: async (operator, { tenantId }) => operator.call('DELETE', `tenant/${tenantId}/suspension`),
  },
  {
    name: 'a person whose sessions were ended',
    route: 'orders',
    refusal: 401,
    end: async (operator, { userId }) => operator.call('POST', `users/${userId}/sign-out`),
    giveBack: async (_, caller, people) => {
      caller.tokens = await eventually('a sign-in', async () => people.pool.signIn(caller.email).catch((error: Error) => {
        // A function behind the sign-in has timed out on a busy machine.
        if (error.name !== 'InternalError') throw error;
        return undefined;
      }), 60_000, { everyMs: POLL_MS });
      return undefined;
    },
  },
];

/**
 * Rights end at random moments between requests of their owners, to routes of the app that only the gateway protects. Many people send requests at the
 * same time. No request that begins later than the freshness allows is accepted. While the tables cannot be read, nobody is let in, and nobody is
 * signed out.
 */
export const freshness: Proof = {
  applications: [TENANCY],
  run: async (_, { quick, seed, signal, report }) => {
    const outputs = readTenancyOutputs();
    const operator = new Lifecycle(outputs);
    const expectations = new Expectations();
    const people = new People(outputs);
    // Each of many people waits with this signal.
    setMaxListeners(0, signal);
    const [numberOfCallers, changesOfCaller] = quick ? [8, 2] : [80, 125];

    const callers = await concurrently(SIGN_UPS, Array.from({ length: numberOfCallers }), async (__, index) => {
      signal.throwIfAborted();
      return newCaller(people, operator, `fresh-${index}@example.com`);
    });
    const isLetIn = async (caller: Caller, right: Right) => eventually('a request that is accepted', async () => (
      await answerTo(outputs, caller, right) === 200 || undefined
    ), 60_000, { everyMs: POLL_MS, signal });

    const all = callers.length * changesOfCaller;
    let [changes, latest] = [0, 0];
    await Promise.all(callers.map(async (caller, index) => {
      const random = new Random(seed + index);
      for (let change = 0; change < changesOfCaller; change += 1) {
        signal.throwIfAborted();
        const right = RIGHTS[(index + change) % RIGHTS.length];
        await isLetIn(caller, right);
        const sent = await endBetweenRequests(outputs, operator, caller, right, random);
        await done(async () => right.giveBack(operator, caller, people));
        if (sent === undefined) continue;
        const late = Math.max(0, ...sent.filter(({ status }) => status === 200).map(({ afterMs }) => afterMs));
        latest = Math.max(latest, late);
        if (late > FRESHNESS_MS) expectations.equal(`the time for which ${right.name} was let in, in ms`, late, FRESHNESS_MS);
        expectations.equal(`the answers to ${right.name} before the change`, answersIn(sent, -Infinity, 0), [200]);
        expectations.equal(`the answers to ${right.name} after the freshness`, answersIn(sent, FRESHNESS_MS, Infinity), [right.refusal]);
        changes += 1;
        if (changes % CHANGES_BETWEEN_REPORTS === 0) report(`${changes} of ${all} changes, latestAfterMs ${latest}`);
      }
    }));

    const [caller] = callers;
    await isLetIn(caller, RIGHTS[0]);
    await outage(outputs, caller, expectations, signal);
    return outcome({ sent: callers.length, changes, latestAfterMs: latest }, expectations);
  },
};

/** Signs up a user whose tenant gets a second admin. */
async function newCaller(people: People, operator: Lifecycle, email: string): Promise<Caller> {
  const { userId } = await people.signUp(email);
  const tokens = await eventually('a token with a tenant', async () => {
    const signedIn = await people.pool.signIn(email);
    return signedIn.claims[CLAIM.tenant] === undefined ? undefined : signedIn;
  });
  const tenantId = tokens.claims[CLAIM.tenant] as string;
  await operator.addMember(tenantId, `keeper-of-${userId}`, TENANT_ROLE.admin);
  return { email, userId, tenantId, tokens };
}

async function answerTo({ ApiUrl }: Record<TenancyOutput, string>, { tenantId, tokens }: Caller, { route }: Right): Promise<number> {
  return (await call(ApiUrl, { path: `tenant/${tenantId}/${route}` }, tokens.accessToken)).status;
}

/** Requests a change, again if a busy engine has timed out. Such a request may have changed the right, and then the next one is refused. */
async function done(request: () => Promise<Answer | undefined>): Promise<{ readonly isRepeated: boolean }> {
  let isRepeated = false;
  await eventually('a change of a right', async () => {
    const answer = await request();
    if (answer === undefined || answer.status < 300 || (isRepeated && [404, 409].includes(answer.status))) return true;
    if (answer.status < 500) throw new Error(`A change of a right answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    isRepeated = true;
    return undefined;
  }, 60_000, { everyMs: POLL_MS });
  return { isRepeated };
}

/** A request of a caller around the end of a right. */
interface Sent {
  /** Time from the end of the right until the beginning of the request, in milliseconds; negative before it. */
  readonly afterMs: number;
  readonly status: number;
}

function answersIn(sent: readonly Sent[], fromMs: number, toMs: number): number[] {
  return [...new Set(sent.filter(({ afterMs }) => afterMs >= fromMs && afterMs < toMs).map(({ status }) => status))].sort();
}

/** Ends a right at a random moment. @returns the requests before and after it; nothing if its time is not known */
async function endBetweenRequests(
  outputs: Record<TenancyOutput, string>, operator: Lifecycle, caller: Caller, right: Right, random: Random,
): Promise<Sent[] | undefined> {
  const request = async () => ({ startedAt: Date.now(), status: await answerTo(outputs, caller, right) });
  const requestsAt = async (moments: readonly number[]) => Promise.all(moments.map(async (moment) => {
    await wait(moment);
    return request();
  }));
  const momentsIn = (count: number, fromMs: number, toMs: number) => Array.from({ length: count }, () => random.between(fromMs, toMs));

  const before = await requestsAt(momentsIn(REQUESTS.before, 0, FRESHNESS_MS / 2));
  await wait(random.between(0, FRESHNESS_MS / 2));
  const { isRepeated } = await done(async () => right.end(operator, caller));
  // The right may have ended with the first request, so nobody knows when.
  if (isRepeated) return undefined;
  const endedAt = Date.now();
  const after = await requestsAt([
    ...momentsIn(random.between(0, REQUESTS.between), 0, FRESHNESS_MS),
    // A timer can end a millisecond early.
    ...momentsIn(REQUESTS.afterwards, FRESHNESS_MS + 2, FRESHNESS_MS + AFTERWARDS_MS),
  ]);
  return [...before, ...after].map(({ startedAt, status }) => ({ afterMs: startedAt - endedAt, status }));
}

/** Denies the authorizer the tables. Decisions from before hold as long as the freshness allows. */
async function outage(outputs: Record<TenancyOutput, string>, caller: Caller, expectations: Expectations, signal: AbortSignal): Promise<void> {
  const allow = await deny(outputs.AuthorizerRoleName, 'dynamodb:BatchGetItem');
  try {
    const deniedAt = Date.now();
    const answers = new Set<number>();
    await eventually('the end of the decisions from before', async () => {
      const isOver = Date.now() > deniedAt + FRESHNESS_MS;
      const status = await answerTo(outputs, caller, RIGHTS[0]);
      if (isOver) answers.add(status);
      return Date.now() > deniedAt + 2 * FRESHNESS_MS || undefined;
    }, 60_000, { everyMs: PAUSE_MS, signal });
    expectations.equal('the answers while the tables cannot be read', [...answers], [500]);
  } finally {
    await allow();
  }
  const answer = await eventually('an answer after the outage', async () => {
    const status = await answerTo(outputs, caller, RIGHTS[0]);
    return status === 500 ? undefined : status;
  }, 30_000, { signal });
  expectations.equal('the answer to the same token after the outage', answer, 200);
}
