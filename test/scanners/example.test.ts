/*
 * The findings of scanners in the example: cdk-nag checks its constructs, cfn-lint its template. Each finding must have a reason or be
 * fixed. Each reason must have a finding or be removed.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { cfnLint } from './cfn-lint';
import { atOrBelow, type Finding, type Reason, unanswered, unneeded } from './reasons';
import { CFN_LINT_REASONS, NAG_REASONS } from './reasons-of-example';
import type { NagReport } from './synthesize';
import { prepareExample } from '../../local/examples/example';
import { DEFAULT_CACHE_DIRECTORY, REPOSITORY } from '../../local/process/state-directory';
import { wildcards, WILDCARD_REASONS } from '../constructs/wildcards';

const { signal } = new AbortController();

let directory: string;
let nag: NagReport;
let cfnLintFindings: Finding[];

beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'scanners-'));
  await prepareExample(DEFAULT_CACHE_DIRECTORY, (_, work) => work(), signal);
  nag = synthesize();
  cfnLintFindings = await cfnLint(templateFile(), signal);
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

const templateFile = () => path.join(directory, 'assembly', 'DevicesApp.template.json');

function synthesize(): NagReport {
  const report = path.join(directory, 'report.json');
  const { status, stderr } = spawnSync(
    path.join(REPOSITORY, 'node_modules', '.bin', 'tsx'), [path.join(__dirname, 'synthesize.ts'), path.dirname(templateFile()), report],
    // These checks do not include the CDK's own validation.
    { encoding: 'utf8', env: { ...process.env, CDK_VALIDATION: 'false' } },
  );
  if (status !== 0) {
    throw new Error(`The example cannot be synthesized:\n${stderr}`);
  }
  return JSON.parse(readFileSync(report, 'utf8'));
}

/**
 * Findings that only apps with other settings have. cdk-nag recognizes a dead-letter queue by a function that uses it: `MemberProfiles` does, but
 * with `memberProfiles: { enabled: false }` no function does.
 */
const OF_OTHER_APPS = ['AwsSolutions-SQS3'];

/** The reasons of constructs with their scope: cdk-nag applies them to the construct and all constructs below it. */
function reasonsOfConstructs(): Reason[] {
  const distinct = new Map(nag.acknowledged.map(({ id, reason }) => [`${id} ${reason}`, { id, reason }]));
  return [...distinct.values()].map(({ id, reason }) => {
    const places = nag.acknowledged.filter((other) => other.id === id && other.reason === reason).map((other) => atOrBelow(other.path).source);
    return { ids: [id], at: new RegExp(places.join('|')), reason };
  });
}

describe('cdk-nag', () => {
  test('finds nothing without a reason', () => {
    expect(unanswered(nag.seen, NAG_REASONS)).toEqual([]);
  });

  test('has a finding for each reason of the example', () => {
    expect(unneeded(NAG_REASONS, nag.seen)).toEqual([]);
  });

  test('has a finding for each reason of a construct', () => {
    const reasons = reasonsOfConstructs().filter(({ ids }) => !ids.some((id) => OF_OTHER_APPS.includes(id)));

    expect(unneeded(reasons, nag.findings)).toEqual([]);
  });

  test('omits only findings for which a construct has a reason', () => {
    const seen = unanswered(nag.seen, []);

    expect(unanswered(nag.findings, reasonsOfConstructs()).sort()).toEqual(seen.sort());
  });
});

describe('cfn-lint', () => {
  test('finds nothing without a reason', () => {
    expect(unanswered(cfnLintFindings, CFN_LINT_REASONS)).toEqual([]);
  });

  test('has a finding for each reason', () => {
    expect(unneeded(CFN_LINT_REASONS, cfnLintFindings)).toEqual([]);
  });
});

test('every reason is a sentence', () => {
  const reasons = [...NAG_REASONS, ...CFN_LINT_REASONS, ...reasonsOfConstructs()].map(({ reason }) => reason);

  expect(reasons.filter((reason) => !/^[A-Z].{40,}\.$/.test(reason))).toEqual([]);
});

test('statements of the example have a wildcard as resource only if AWS demands it', () => {
  const template = JSON.parse(readFileSync(templateFile(), 'utf8'));

  expect(wildcards(template).filter((wildcard) => !(wildcard in WILDCARD_REASONS))).toEqual([]);
});
