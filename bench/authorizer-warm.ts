import type { Benchmark } from './benchmark';
import { alternate, compare } from './measure';
import { startSubjects } from './subjects/start';
import { issueToken } from './token';

const ROUNDS = 40;
const CALLS = 500;
const WARM_UP_CALLS = 5_000;
const TARGET_RATIO = 1.15;

/** A warm call of the authorizer, compared with the checks of the token alone. */
export const authorizerWarm: Benchmark = {
  name: 'authorizer-warm',
  run: async (signal) => {
    const process = await startSubjects('authorizer', (await issueToken()).environment);
    try {
      const names = ['authorizer', 'jwtVerify', 'bare'] as const;
      await alternate(signal, 1, ...names.map((name) => process.subject(name, WARM_UP_CALLS)));
      const [ours, jwtVerify, bare] = await alternate(signal, ROUNDS, ...names.map((name) => process.subject(name, CALLS)));
      return [
        compare({ figure: 'authorizer, one warm call', ours, reference: jwtVerify, beside: 'verify() of aws-jwt-verify', atMost: TARGET_RATIO }),
        compare({ figure: 'the same, against the signature alone', ours, reference: bare, beside: 'crypto.verify RS256' }),
        {
          figure: 'the same, p99',
          measured: `${(ours.p99 * 1_000).toFixed(0)} us`,
          reference: `${(jwtVerify.p99 * 1_000).toFixed(0)} us verify() of aws-jwt-verify`,
          result: `${(ours.p99 / jwtVerify.p99).toFixed(2)} times`,
          target: 'shown',
        },
      ];
    } finally {
      process.end();
    }
  },
};
