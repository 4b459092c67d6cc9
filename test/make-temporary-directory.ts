import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';

/** Makes all temporary folders of the tests parts of one, which `remove-temporary-directory.ts` removes. */
export default function makeTemporaryDirectory(): void {
  process.env.TMPDIR = mkdtempSync(path.join(tmpdir(), 'cdk-tenancy-test-'));
}
