/**
 * Removes each permission of the deployed example in turn, runs the steps that could need it, and restores it. The exit code is 0
 * only if at least one step fails without each permission, or if `unmissable.ts` lists the permission. It needs the environment of a
 * local engine.
 *
 * `--only <text>` sweeps the permissions whose description contains the text.
 */
import { parseArgs } from 'node:util';
import { deployedPermissions } from './deployed-permissions';
import { DeployedResources } from './deployed-resources';
import { describePermission, type Permission } from './permission';
import type { Step } from './step';
import { createSteps, type Steps } from './steps';
import { stepsOf } from './steps-of-holder';
import { UNMISSABLE } from './unmissable';
import { judge, type Finding, type Verdict } from './verdict';
import { Failure } from '../../local/process/failure';
import { printedStep } from '../../local/process/progress';
import { runToEnd } from '../../local/process/run-to-end';
import { DETAIL_TYPE, eventSources, type AdminUserAddedDetail } from '../../src/contract/events';
import { subscribe } from '../e2e/support/bus';
import { APPLICATION_NAME } from '../e2e/support/engine';

async function main(signal: AbortSignal): Promise<void> {
  const { values: { only = '' } } = parseArgs({ options: { only: { type: 'string' } } });
  const resources = await DeployedResources.read();
  const permissions = await deployedPermissions(resources);
  const swept = permissions.filter((permission) => describePermission(permission).includes(only));
  if (swept.length === 0) {
    throw new Failure(`None of the ${permissions.length} permissions has "${only}" in its description. Use a part of a description that the sweep prints.`);
  }

  const adminUserAdded = await subscribe<AdminUserAddedDetail>({
    'source': [eventSources(APPLICATION_NAME).tenant],
    'detail-type': [DETAIL_TYPE.adminUserAdded],
  });
  const changes = await subscribe<{ readonly tenantId: string }>({
    'source': [eventSources(APPLICATION_NAME).tenant],
    'detail-type': [DETAIL_TYPE.renamed, DETAIL_TYPE.memberAdded, DETAIL_TYPE.memberRemoved, DETAIL_TYPE.invitationCreated],
  });
  try {
    const rightToStart = (machine: string) => permissions.find(({ holder, action }) =>
      holder === `${machine}StateMachineEventsRole` && action === 'states:StartExecution')!;
    const rightToCall = (handler: string) => permissions.find(({ holder, action, resource }) =>
      holder === handler && action === 'lambda:InvokeFunction' && resource.includes('rule/'))!;
    const steps = createSteps({ adminUserAdded, changes, rightToStart, rightToCall });
    await playAll(steps, signal);
    const verdict = judge(await sweep(swept, steps, signal), UNMISSABLE);
    // With only some permissions, entries of `unmissable.ts` can be unused.
    report(only === '' ? verdict : { ...verdict, stale: [] });
  } finally {
    await adminUserAdded.end();
    await changes.end();
  }
}

/** Runs all steps with all permissions. They must succeed: otherwise later failures mean nothing. */
async function playAll(steps: Steps, signal: AbortSignal): Promise<void> {
  process.stdout.write('With all permissions in place:\n');
  for (const step of Object.values(steps)) {
    signal.throwIfAborted();
    await printedStep(step.title, () => step.play(signal));
  }
}

async function sweep(permissions: readonly Permission[], steps: Steps, signal: AbortSignal): Promise<Finding[]> {
  process.stdout.write(`\nWithout each of ${permissions.length} permissions in turn:\n`);
  const findings: Finding[] = [];
  for (const permission of permissions) {
    const start = performance.now();
    const missedBy = await missing(permission, stepsOf(permission.holder, steps), signal);
    findings.push({ permission, missedBy });

    const number = `${findings.length}/${permissions.length}`.padStart(9);
    const seconds = `${((performance.now() - start) / 1000).toFixed(1)} s`.padStart(7);
    process.stdout.write(`${number} ${seconds}  ${describePermission(permission)}\n${' '.repeat(19)}`
      + `${missedBy.length > 0 ? `needed for: ${missedBy.join('; ')}` : 'NOT NEEDED'}\n`);
  }
  return findings;
}

/** The steps that fail without the permission. */
async function missing(permission: Permission, steps: readonly Step[], signal: AbortSignal): Promise<string[]> {
  await permission.take();
  let failed: Step[];
  try {
    failed = await failing(steps, signal);
  } finally {
    await permission.giveBack();
  }
  // The steps must succeed again: otherwise they failed for another reason.
  const stillFailing = await failing(failed, signal);
  if (stillFailing.length > 0) {
    throw new Failure(`These steps still fail after the permission was restored: ${stillFailing.map(({ title }) => title).join('; ')}.`);
  }
  return failed.map(({ title }) => title);
}

/** The steps that fail twice in a row. A single failure can be due to a busy machine, or to a race in the engine. */
async function failing(steps: readonly Step[], signal: AbortSignal): Promise<Step[]> {
  return failingOnce(await failingOnce(steps, signal), signal);
}

async function failingOnce(steps: readonly Step[], signal: AbortSignal): Promise<Step[]> {
  const results = await Promise.allSettled(steps.map((step) => step.play(signal)));
  signal.throwIfAborted();
  return steps.filter((_, index) => results[index].status === 'rejected');
}

function report({ superfluous, excused, stale }: Verdict): void {
  for (const [reason, permissions] of excused.filter(([, { length }]) => length > 0)) {
    process.stdout.write(`\n${permissions.length} not needed on the engine, but on AWS. ${reason}\n`);
    permissions.forEach((permission) => process.stdout.write(`  ${describePermission(permission)}\n`));
  }
  if (superfluous.length + stale.length > 0) {
    throw new Failure([
      ...superfluous.length > 0 ? ['\nNo step needs these permissions. Remove them, or add the reason to test/sweep/unmissable.ts:'] : [],
      ...superfluous.map((permission) => `  ${describePermission(permission)}`),
      ...stale.length > 0 ? ['\nNo longer true in test/sweep/unmissable.ts:'] : [],
      ...stale.map((line) => `  ${line}`),
    ].join('\n'));
  }
  process.stdout.write('\nAll other permissions are needed.\n');
}

void runToEnd(main);
