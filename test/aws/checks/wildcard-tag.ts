import { SESSION_TAG } from '../../../src/contract/isolation';
import { demand, outcomeOf, type Check } from '../check';
import { assume } from '../support/scoped-session';

/** What a pattern of a policy would take for more than itself. */
const WILDCARDS = ['*', '?', 'tenant-*', 'tenant-?'];

export const wildcardTag: Check = {
  proves: 'STS itself refuses a tag that a policy would take for a pattern',
  covers: 'STS does not check the characters',
  notOnEngine: 'the engine accepts the tags',
  run: async ({ outputs }) => {
    const outcomes = await Promise.all(WILDCARDS.map((tag) => outcomeOf(assume(outputs.TenantRoleArn, { [SESSION_TAG.tenantId]: tag }))));
    demand(outcomes.every((outcome) => outcome === 'ValidationError'), `Each must be a ValidationError, but they were ${outcomes.join(', ')}.`);
    return `${WILDCARDS.join(' ')}: ${outcomes[0]}`;
  },
};
