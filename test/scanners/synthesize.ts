/**
 * Synthesizes the example and runs the packs of cdk-nag on it: `tsx synthesize.ts <assembly directory> <report file>`
 *
 * A separate process: the example and cdk-nag need the newer CDK that is installed in the example, and the tests use the lowest version.
 */
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';
import type { App, Stack } from 'aws-cdk-lib';
import type { Finding } from './reasons';
import { EXAMPLE_DIRECTORY } from '../../local/process/state-directory';

const PACKS = ['AwsSolutionsChecks', 'ServerlessChecks', 'NIST80053R5Checks'];

export interface NagReport {
  /** All findings of the packs. */
  readonly findings: Finding[];
  /** The findings that a team sees in cdk-nag: those without a reason of a construct. */
  readonly seen: Finding[];
  /** The reasons that constructs give, for one finding each, at themselves and below. */
  readonly acknowledged: Array<Finding & { readonly reason: string }>;
}

/** The used parts of cdk-nag, which is only installed in the example. */
interface Pack {
  validateScope(scope: App): { violations: Array<{ ruleName: string; violatingResources: Array<{ constructPath: string }> }> };
}

const fromExample = createRequire(path.join(EXAMPLE_DIRECTORY, 'package.json'));
const cdk: typeof import('aws-cdk-lib') & { Validations: { ACKNOWLEDGED_RULES_METADATA_KEY: string } } = fromExample('aws-cdk-lib');
const nag: Record<string, new () => Pack> = fromExample('cdk-nag');
const { DevicesStack }: { DevicesStack: new (scope: App, id: string) => Stack } = fromExample('./devices-stack');

const [assemblyDirectory, reportFile] = process.argv.slice(2);
const app = new cdk.App({ outdir: assemblyDirectory, context: { 'aws:cdk:enable-path-metadata': true } });
new DevicesStack(app, 'DevicesApp');
app.synth();

const report: NagReport = {
  findings: PACKS.flatMap((name) => findingsOf(Object.assign(new nag[name](), { isAcknowledged: () => false }))),
  seen: PACKS.flatMap((name) => findingsOf(new nag[name]())),
  acknowledged: app.node.findAll().flatMap(({ node }) => node.metadata
    .filter(({ type }) => type === cdk.Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.entries<string>(data).map(([id, reason]) => ({ id, path: node.path, reason })))),
};
writeFileSync(reportFile, JSON.stringify(report));

function findingsOf(pack: Pack): Finding[] {
  return pack.validateScope(app).violations.flatMap(({ ruleName, violatingResources }) =>
    violatingResources.map(({ constructPath }) => ({ id: ruleName, path: constructPath })));
}
