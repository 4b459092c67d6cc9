/** Finds wordings that `scripts/language/patterns.ts` lists. It changes nothing. */
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

const { args } = npmScript('lint:language', 'Finds wordings that are hard to read, in all files or in the given paths.')
  .argument('[paths...]', 'files or folders to check')
  .parse();
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--', ...args], { encoding: 'utf8' }).split('\n')
  .filter((path) => READ.test(path) && !SKIPPED.test(path) && existsSync(path));
const found = files.flatMap(findings);
found.forEach((finding) => console.log(finding));
console.log(found.length === 0 ? 'No findings.' : `${found.length} places to rewrite.`);
process.exitCode = found.length === 0 ? 0 : 1;
