/** Finds the ways to write that `scripts/language/patterns.ts` lists; changes nothing. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { PATTERNS } from './language/patterns';
import { textsOf } from './language/texts';
import { npmScript } from '../local/commands/command-line';

const READ = /\.(md|ts|tsx|py)$/;
/** Generated, or kept as it was released. */
const SKIPPED = /^(API\.md|test\/releases\/baseline\/|scripts\/language\/patterns\.ts|test\/scripts\/)/;

function findings(path: string): string[] {
  const texts = textsOf(path, readFileSync(path, 'utf8'));
  return PATTERNS.filter(({ only }) => only === undefined || only.some((start) => path.startsWith(start)))
    .flatMap(({ regex, instead }) => texts.flatMap(({ line, text }) => [...text.matchAll(regex)]
      .map(([match]) => `${path}:${line}: "${match.trim()}" ${instead}`)));
}

const { args } = npmScript('lint:language', 'Finds ways to write that have to be read twice, in all files or in those that are named.')
  .argument('[paths...]', 'files or folders')
  .parse();
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--', ...args], { encoding: 'utf8' }).split('\n')
  .filter((path) => READ.test(path) && !SKIPPED.test(path) && existsSync(path));
const found = files.flatMap(findings);
found.forEach((finding) => console.log(finding));
console.log(found.length === 0 ? 'Nothing to complain about.' : `${found.length} places to rewrite.`);
process.exitCode = found.length === 0 ? 0 : 1;
