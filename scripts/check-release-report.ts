/**
 * Fails unless a version has a report of a complete run of its code on AWS: `tsx scripts/check-release-report.ts <version>`. The argument
 * can also be a file that contains the version.
 */
import { existsSync, readFileSync } from 'node:fs';
import { isSameCode } from './same-code';
import { PARTS } from '../test/aws/parts';
import { readReports, reasonAgainstRelease } from '../test/aws/report';

const [argument] = process.argv.slice(2);
const version = existsSync(argument) ? readFileSync(argument, 'utf8').trim() : argument;
const reason = reasonAgainstRelease(version, readReports(), PARTS, (commit) => isSameCode(process.cwd(), commit));
if (reason === undefined) {
  console.log(`Version ${version} has a report of a complete run on AWS.`);
} else {
  console.error(reason);
  process.exitCode = 1;
}
