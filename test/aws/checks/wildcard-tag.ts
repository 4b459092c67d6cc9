import { SESSION_TAG } from '../../../src/contract/isolation';
import { demand, outcomeOf, type Check } from '../check';
import { assume } from '../support/scoped-session';

/** Values that are wildcards in the pattern of a policy. */
const WILDCARDS = ['*', '?', 'tenant-*', 'tenant-?'];

export const wildcardTag: Check = {
  proves: 'STS itself refuses a tag that would be a wildcard in a policy',
  covers: 'STS does not check the characters',
  notOnEngine: 'the engine accepts the tags',
  run: async ({ outputs }) => {
    const outcomes = await Promise.all(WILDCARDS.map((tag) => outcomeOf(assume(outputs.TenantRoleArn, { [SESSION_TAG.tenantId]: tag }))));
    demand(outcomes.every((outcome) => outcome === 'ValidationError'), `Each must be a ValidationError, but they were ${outcomes.join(', ')}.`);
    return `${WILDCARDS.join(' ')}: ${outcomes[0]}`;
  },
};
