import { SESSION_TAG } from '../../../src/contract/isolation';
import { demandEqual, outcomeOf, type Check } from '../check';
import { assume } from '../support/scoped-session';

const TAGS: ReadonlyArray<readonly [what: string, tags: Readonly<Record<string, string>>]> = [
  ['no tag', {}],
  ['an empty tag', { [SESSION_TAG.tenantId]: '' }],
  ['a second tag', { [SESSION_TAG.tenantId]: 'tenant-1', [SESSION_TAG.userId]: 'ann' }],
  ['another tag', { [SESSION_TAG.userId]: 'ann' }],
];

export const sessionTags: Check = {
  proves: 'a session of the tenant role needs exactly one tag',
  covers: 'A function runs without a look at its resource policy',
  run: async ({ outputs }) => {
    demandEqual('The outcome with the tag', await outcomeOf(assume(outputs.TenantRoleArn, { [SESSION_TAG.tenantId]: 'tenant-1' })), 'allowed');
    for (const [what, tags] of TAGS) {
      demandEqual(`The outcome with ${what}`, await outcomeOf(assume(outputs.TenantRoleArn, tags)), 'AccessDenied');
    }
    return `the tag alone is accepted; ${TAGS.map(([what]) => what).join(', ')} are not`;
  },
};
