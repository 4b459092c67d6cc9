import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';

/** Creates a folder for all temporary folders of the tests. `remove-temporary-directory.ts` removes it. */
export default function makeTemporaryDirectory(): void {
  process.env.TMPDIR = mkdtempSync(path.join(tmpdir(), 'cdk-tenancy-test-'));
}
