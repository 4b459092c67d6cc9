import { CHECKS } from './catalogue';

/** What a whole run does beside the checks, each with a result of its own. */
export const PART = {
  stateMachines: 'state-machines',
  policies: 'policies',
  deployment: 'deployment',
  story: 'story',
  removal: 'removal',
} as const;

/** Names of all that must have passed before a release. */
export const PARTS: readonly string[] = [
  PART.stateMachines, PART.policies, PART.deployment, PART.story, ...Object.keys(CHECKS), PART.removal,
];
