import { CHECKS } from './catalogue';

/** The parts of a complete run beside the checks. Each has its own result. */
export const PART = {
  stateMachines: 'state-machines',
  policies: 'policies',
  deployment: 'deployment',
  story: 'story',
  removal: 'removal',
} as const;

/** Names of all parts that must pass before a release. */
export const PARTS: readonly string[] = [
  PART.stateMachines, PART.policies, PART.deployment, PART.story, ...Object.keys(CHECKS), PART.removal,
];
