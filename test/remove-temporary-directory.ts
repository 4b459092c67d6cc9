import { rmSync } from 'node:fs';

/** Removes the folder that `make-temporary-directory.ts` created. */
export default function removeTemporaryDirectory(): void {
  rmSync(process.env.TMPDIR!, { recursive: true });
}
