import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import type { Result } from './result';

/** Folder of the reports of complete runs, one for each release. */
export const RELEASE_REPORTS = path.resolve(__dirname, '..', '..', 'docs', 'releases');

/** The data of a run that a release needs. The rest of a report is for people. */
export interface ReportHead {
  readonly version: string;
  /** ISO 8601, UTC. */
  readonly date: string;
  /** The commit that was deployed. */
  readonly commit: string;
  /** `AWS`, or the endpoint that replaced it. */
  readonly where: string;
  readonly region: string;
}

export interface Report extends ReportHead {
  readonly results: readonly Pick<Result, 'name' | 'outcome'>[];
}

export function reportFile({ version, date }: Pick<ReportHead, 'version' | 'date'>): string {
  return `${version}-${date.slice(0, 10)}.md`;
}

export function writeReport(head: ReportHead, results: readonly Result[]): string {
  const passed = results.filter(({ outcome }) => outcome === 'passed').length;
  return [
    '---',
    ...Object.entries(head).map(([name, value]) => `${name}: ${value}`),
    '---',
    '',
    `# ${head.version} on AWS`,
    '',
    `Written by \`npm run test:aws\`. ${passed} of ${results.length} passed.`,
    '',
    '| part | outcome | seconds | result |',
    '|---|---|---|---|',
    ...results.map(({ name, outcome, seconds, words }) => `| ${name} | ${outcome} | ${seconds.toFixed(1)} | ${inCell(words)} |`),
    '',
  ].join('\n');
}

/** @throws Error for a text that is not a report */
export function readReport(text: string): Report {
  const head = /^---\n([\s\S]*?)\n---\n/.exec(text)?.[1];
  if (head === undefined) {
    throw new Error('A report must start with its version, date, commit and place between lines of three dashes.');
  }
  const values = Object.fromEntries(head.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]));
  const results = [...text.matchAll(/^\| ([\w-]+) \| (passed|failed|not run) \|/gm)].map(([, name, outcome]) => ({ name, outcome: outcome as Result['outcome'] }));
  return { ...values as unknown as ReportHead, results };
}

/** The reports of a folder. */
export function readReports(folder: string = RELEASE_REPORTS): Report[] {
  return readdirSync(folder).filter((name) => /^\d.*\.md$/.test(name)).sort().map((name) => readReport(readFileSync(path.join(folder, name), 'utf8')));
}

/**
 * The reason why a version cannot be released. Undefined if there is a report of a complete run of its code on AWS.
 *
 * @param parts names of all parts of a complete run
 * @param isSameCode whether only reports have changed since a commit
 */
export function reasonAgainstRelease(
  version: string, reports: readonly Report[], parts: readonly string[], isSameCode: (commit: string) => boolean,
): string | undefined {
  const report = reports.filter((candidate) => candidate.version === version).at(-1);
  if (report === undefined) {
    return `docs/releases must have a report for ${version}, but has none. Run "npm run test:aws -- --yes --release ${version}" and commit the report.`;
  }
  if (report.where !== 'AWS') {
    return `The report for ${version} must be of a run on AWS, but is of ${report.where}.`;
  }
  const missing = parts.filter((part) => !report.results.some(({ name, outcome }) => name === part && outcome === 'passed'));
  if (missing.length > 0) {
    return `All parts of the run for ${version} must have passed, but ${missing.join(', ')} did not. Repeat the run.`;
  }
  if (!isSameCode(report.commit)) {
    return `The report for ${version} must be of the code that is released, but files have changed since ${report.commit}. Repeat the run.`;
  }
  return undefined;
}

function inCell(text: string): string {
  return text.replaceAll('|', '\\|').replace(/\s+/g, ' ');
}
