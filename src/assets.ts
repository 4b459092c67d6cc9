import * as path from 'node:path';

/** What is bundled for the package. The way there is the same from `src`, from `lib` and from inside a Python wheel. */
export const ASSETS = path.join(__dirname, '..', 'assets');
