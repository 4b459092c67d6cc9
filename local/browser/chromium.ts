import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { withLock } from '../process/lock';
import { REPOSITORY } from '../process/state-directory';

/** Playwright options that start the browser. */
export interface Chromium {
  /** `undefined` for an installed Chrome. */
  readonly executablePath?: string;
  readonly channel?: 'chrome';
  readonly env: Record<string, string>;
}

const PACKAGE = path.join(REPOSITORY, 'node_modules', '@sparticuz', 'chromium');
/** Unpacks the browser into the directory for temporary files. It unpacks the libraries only if the environment looks like Lambda. */
const UNPACK = "import('@sparticuz/chromium').then(({ default: chromium }) => chromium.executablePath())";

/**
 * A Chromium that needs no installation: an npm package for Linux contains it with its libraries and fonts. On other
 * systems, the installed Chrome is used.
 *
 * @param cacheDirectory directory to unpack the browser into; later calls use it from there
 */
export async function provideChromium(cacheDirectory: string, signal: AbortSignal): Promise<Chromium> {
  if (process.platform !== 'linux') {
    return { channel: 'chrome', env: definedEnvironment() };
  }
  const { version } = JSON.parse(readFileSync(path.join(PACKAGE, 'package.json'), 'utf8'));
  const directory = path.join(cacheDirectory, `chromium-${version}`);
  await withLock(cacheDirectory, signal, async () => {
    if (!existsSync(directory)) {
      unpack(directory);
    }
  });
  return {
    executablePath: path.join(directory, 'chromium'),
    env: {
      ...definedEnvironment(),
      LD_LIBRARY_PATH: path.join(directory, 'al2023', 'lib'),
      FONTCONFIG_FILE: path.join(directory, 'fonts.conf'),
    },
  };
}

function unpack(directory: string): void {
  const partial = `${directory}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  execFileSync(process.execPath, ['--eval', UNPACK], {
    cwd: REPOSITORY,
    env: { ...process.env, TMPDIR: partial, AWS_LAMBDA_JS_RUNTIME: 'nodejs22.x' },
  });
  // The configuration of the package looks for fonts in a directory of Lambda. With these fonts only, pages look the same on every machine.
  writeFileSync(path.join(partial, 'fonts.conf'), [
    '<?xml version="1.0"?>',
    '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">',
    '<fontconfig>',
    `  <dir>${path.join(directory, 'fonts')}</dir>`,
    `  <cachedir>${path.join(directory, 'fonts-cache')}</cachedir>`,
    '</fontconfig>',
    '',
  ].join('\n'));
  renameSync(partial, directory);
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
