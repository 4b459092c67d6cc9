import { setTimeout as wait } from 'node:timers/promises';
import { Expectations, outcome, type Proof } from './proof';
import { deny } from './support/denial';
import { readTenancyOutputs, TENANCY, type TenancyOutput } from './support/deployment';
import { Lifecycle } from './support/lifecycle';
import { People } from './support/people';
import { Random } from './support/random';
import { call } from '../local/client/api';
import { eventually } from '../local/client/eventually';
import type { Tokens } from '../local/client/user-pool';
import { CLAIM } from '../src/contract/claims';
import { TENANT_ROLE } from '../src/contract/roles';

/** The freshness of the app of the proofs, in milliseconds. */
const FRESHNESS_MS = 5_000;

/** Time for which requests are sent after the end of the freshness. */
const AFTERWARDS_MS = 1_000;

/** Longest pause between two requests of a user. */
const PAUSE_MS = 200;

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
  readonly end: (operator: Lifecycle, caller: Caller) => Promise<unknown>;
  readonly giveBack: (operator: Lifecycle, caller: Caller, people: People) => Promise<unknown>;
}

const memberPath = ({ tenantId, userId }: Caller) => `tenant/${tenantId}/members/${userId}`;

const RIGHTS: readonly Right[] = [
  {
    name: 'a removed member',
    route: 'orders',
    refusal: 403,
    end: async (operator, caller) => operator.call('DELETE', memberPath(caller)),
    giveBack: async (operator, { tenantId, userId }) => operator.addMember(tenantId, userId, TENANT_ROLE.admin),
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
      caller.tokens = await people.pool.signIn(caller.email);
    },
  },
];

/**
 * Rights end at random moments while their owners send requests all the time, to routes of the app that only the gateway protects. No request that
 * begins later than the freshness allows is accepted. While the tables cannot be read, nobody is let in, and nobody is signed out.
 */
export const freshness: Proof = {
  applications: [TENANCY],
  run: async (_, { quick, seed, signal }) => {
    const outputs = readTenancyOutputs();
    const operator = new Lifecycle(outputs);
    const expectations = new Expectations();
    const random = new Random(seed);
    const people = new People(outputs);
    const [numberOfCallers, changesOfCaller] = quick ? [8, 2] : [40, 250];

    const callers: Caller[] = [];
    for (let index = 0; index < numberOfCallers; index += 1) {
      signal.throwIfAborted();
      callers.push(await newCaller(people, operator, `fresh-${index}@example.com`));
    }

    let latest = 0;
    await Promise.all(callers.map(async (caller, index) => {
      for (let change = 0; change < changesOfCaller; change += 1) {
        signal.throwIfAborted();
        const right = RIGHTS[(index + change) % RIGHTS.length];
        await eventually('a request that is accepted', async () => await answerTo(outputs, caller, right) === 200 || undefined, 30_000, { signal });
        const { late, answers } = await endWhileRequesting(outputs, operator, caller, right, random);
        latest = Math.max(latest, late);
        if (late > FRESHNESS_MS) expectations.equal(`the time for which ${right.name} was let in, in ms`, late, FRESHNESS_MS);
        expectations.equal(`the answers to ${right.name}`, [...answers].sort(), [200, right.refusal]);
        await right.giveBack(operator, caller, people);
      }
    }));

    const [caller] = callers;
    await eventually('a request that is accepted', async () => await answerTo(outputs, caller, RIGHTS[0]) === 200 || undefined, 30_000, { signal });
    await outage(outputs, caller, expectations, signal);
    return outcome({ sent: callers.length, changes: callers.length * changesOfCaller, latestAfterMs: latest }, expectations);
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

/** @returns the time from the end of the right until the beginning of the last request that was accepted, in milliseconds, and all answers */
async function endWhileRequesting(
  outputs: Record<TenancyOutput, string>, operator: Lifecycle, caller: Caller, right: Right, random: Random,
): Promise<{ readonly late: number; readonly answers: ReadonlySet<number> }> {
  const answers = new Set<number>();
  let endedAt = Number.POSITIVE_INFINITY;
  let lastAccepted = 0;
  const requesting = (async () => {
    while (Date.now() < endedAt + FRESHNESS_MS + AFTERWARDS_MS) {
      const startedAt = Date.now();
      const status = await answerTo(outputs, caller, right);
      answers.add(status);
      if (status === 200) lastAccepted = startedAt;
      await wait(random.between(0, PAUSE_MS));
    }
  })();
  await wait(random.between(0, FRESHNESS_MS));
  await right.end(operator, caller);
  endedAt = Date.now();
  await requesting;
  return { late: Math.max(0, lastAccepted - endedAt), answers };
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
