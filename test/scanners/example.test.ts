/*
 * What scanners find in the example: cdk-nag in its constructs, cfn-lint in its template. Each finding has a reason, or is
 * a fault to be mended; each reason has a finding, or is to be removed.
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
    // The validation that comes with the CDK is no part of these checks.
    { encoding: 'utf8', env: { ...process.env, CDK_VALIDATION: 'false' } },
  );
  if (status !== 0) {
    throw new Error(`The example cannot be synthesized:\n${stderr}`);
  }
  return JSON.parse(readFileSync(report, 'utf8'));
}

/**
 * Findings of apps that set what the example does not. cdk-nag takes a queue for one of dead letters once a function names it so: `MemberProfiles` does, and
 * with `memberProfiles: false` nothing does.
 */
const OF_OTHER_APPS = ['AwsSolutions-SQS3'];

/** The reasons that constructs give, as they reach: cdk-nag takes them for the construct and all below it. */
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

  test('finds what each reason of the example is for', () => {
    expect(unneeded(NAG_REASONS, nag.seen)).toEqual([]);
  });

  test('finds what each reason of a construct is for', () => {
    const reasons = reasonsOfConstructs().filter(({ ids }) => !ids.some((id) => OF_OTHER_APPS.includes(id)));

    expect(unneeded(reasons, nag.findings)).toEqual([]);
  });

  test('leaves no finding out but for a reason that a construct gives', () => {
    const seen = unanswered(nag.seen, []);

    expect(unanswered(nag.findings, reasonsOfConstructs()).sort()).toEqual(seen.sort());
  });
});

describe('cfn-lint', () => {
  test('finds nothing without a reason', () => {
    expect(unanswered(cfnLintFindings, CFN_LINT_REASONS)).toEqual([]);
  });

  test('finds what each reason is for', () => {
    expect(unneeded(CFN_LINT_REASONS, cfnLintFindings)).toEqual([]);
  });
});

test('every reason is a sentence', () => {
  const reasons = [...NAG_REASONS, ...CFN_LINT_REASONS, ...reasonsOfConstructs()].map(({ reason }) => reason);

  expect(reasons.filter((reason) => !/^[A-Z].{40,}\.$/.test(reason))).toEqual([]);
});

test('no statement of the example has a wildcard as resource but those that AWS forces', () => {
  const template = JSON.parse(readFileSync(templateFile(), 'utf8'));

  expect(wildcards(template).filter((wildcard) => !(wildcard in WILDCARD_REASONS))).toEqual([]);
});
