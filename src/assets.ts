import * as path from 'node:path';

/** The bundled files of the package. The relative path is the same from `src`, from `lib` and inside a Python wheel. */
export const ASSETS = path.join(__dirname, '..', 'assets');
