import type { Benchmark } from './benchmark';
import { alternate, compare, sample, type Sample } from './measure';
import { startSubjects, type SubjectProcess } from './subjects/start';
import { issueToken } from './token';

/** V8 decides in each process anew what to optimize, so the result of one process says little. */
const PROCESSES = 9;
const ROUNDS = 20;
const CALLS = 100;
const WARM_UP_CALLS = 5_000;
const TARGET_RATIO = 1.15;

/** The highest ratio of a call that reads the rights, without the network. */
const TARGET_RATIO_OF_FRESHNESS = 1.3;

const CALL = { ours: 'authorizer', ofToken: 'ofToken', jwtVerify: 'jwtVerify', smallest: 'smallest', bare: 'bare' } as const;

type Measured = { readonly [Name in keyof typeof CALL]: Sample };

/** A warm call of the authorizer, compared with the checks of the token alone. */
export const authorizerWarm: Benchmark = {
  name: 'authorizer-warm',
  run: async (signal) => {
    const { environment } = await issueToken();
    const start = async () => startSubjects('authorizer', environment);
    const ways = [
      ['calls in turn in one process', await repeat(async () => inTurn(signal, start))],
      ['each in a process of its own', await repeat(async () => apart(signal, start))],
    ] as const;
    return ways.flatMap(([way, { median, p99 }]) => [
      compare({
        figure: `authorizer, one warm call without the network, ${way}`,
        ours: median.ours,
        reference: median.ofToken,
        beside: 'the same with Freshness.ofToken()',
        atMost: TARGET_RATIO_OF_FRESHNESS,
      }),
      compare({
        figure: `authorizer with Freshness.ofToken(), ${way}`,
        ours: median.ofToken,
        reference: median.jwtVerify,
        beside: 'verify() of aws-jwt-verify',
        atMost: TARGET_RATIO,
      }),
      compare({ figure: 'the same, p99', ours: p99.ofToken, reference: p99.jwtVerify, beside: 'verify() of aws-jwt-verify' }),
      compare({ figure: 'the same', ours: median.ofToken, reference: median.smallest, beside: 'the smallest handler around verify()' }),
      compare({ figure: 'the same', ours: median.ofToken, reference: median.bare, beside: 'the signature alone, crypto.verify RS256' }),
    ]);
  },
};

/** Measures in several sets of processes. Each time of the results is the median, or the p99, of one set. */
async function repeat(measure: () => Promise<Measured>): Promise<{ readonly median: Measured; readonly p99: Measured }> {
  const sets: Measured[] = [];
  while (sets.length < PROCESSES) {
    sets.push(await measure());
  }
  const over = (value: 'median' | 'p99') => mapCalls((name) => sample(sets.map((set) => set[name][value])));
  return { median: over('median'), p99: over('p99') };
}

/** All subjects in one process. */
async function inTurn(signal: AbortSignal, start: () => Promise<SubjectProcess>): Promise<Measured> {
  signal.throwIfAborted();
  const process = await start();
  try {
    const names = Object.values(CALL);
    await process.inTurn(names, WARM_UP_CALLS);
    const times = await process.inTurn(names, ROUNDS * CALLS);
    return mapCalls((name) => sample(times[names.indexOf(CALL[name])]));
  } finally {
    process.end();
  }
}

/** Each subject in a process of its own. The processes work alternately. */
async function apart(signal: AbortSignal, start: () => Promise<SubjectProcess>): Promise<Measured> {
  const processes = await Promise.all(Object.values(CALL).map(start));
  try {
    const subjects = (calls: number) => Object.values(CALL).map((call, index) => processes[index].subject(call, calls));
    await alternate(signal, 1, ...subjects(WARM_UP_CALLS));
    const samples = await alternate(signal, ROUNDS, ...subjects(CALLS));
    return mapCalls((name) => samples[Object.keys(CALL).indexOf(name)]);
  } finally {
    processes.forEach((process) => process.end());
  }
}

function mapCalls<Value>(valueOf: (name: keyof typeof CALL) => Value): { readonly [Name in keyof typeof CALL]: Value } {
  return { ours: valueOf('ours'), ofToken: valueOf('ofToken'), jwtVerify: valueOf('jwtVerify'), smallest: valueOf('smallest'), bare: valueOf('bare') };
}
