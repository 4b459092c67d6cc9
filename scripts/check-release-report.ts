/**
 * Fails unless a version has a report of a whole run on AWS, of the code that is released: `tsx scripts/check-release-report.ts <version>`,
 * or the name of the file that the version is in.
 */
import { existsSync, readFileSync } from 'node:fs';
import { isSameCode } from './same-code';
import { PARTS } from '../test/aws/parts';
import { readReports, reasonAgainstRelease } from '../test/aws/report';

const [argument] = process.argv.slice(2);
const version = existsSync(argument) ? readFileSync(argument, 'utf8').trim() : argument;
const reason = reasonAgainstRelease(version, readReports(), PARTS, (commit) => isSameCode(process.cwd(), commit));
if (reason === undefined) {
  console.log(`There is a report of a whole run of ${version} on AWS.`);
} else {
  console.error(reason);
  process.exitCode = 1;
}
