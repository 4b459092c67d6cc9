import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { withLock } from '../process/lock';
import { REPOSITORY } from '../process/state-directory';

/** What a program needs to start the browser. */
export interface Chromium {
  /** `undefined` where the Chrome that people have installed is used. */
  readonly executablePath?: string;
  readonly channel?: 'chrome';
  readonly env: Record<string, string>;
}

const PACKAGE = path.join(REPOSITORY, 'node_modules', '@sparticuz', 'chromium');
/** Unpacks into the directory for temporary files, with the libraries only where it believes to run in Lambda. */
const UNPACK = "import('@sparticuz/chromium').then(({ default: chromium }) => chromium.executablePath())";

/**
 * A Chromium for machines that have none: an npm package holds it, together with the libraries and fonts that it needs, so
 * nothing is asked of the machine. The package has it for Linux; elsewhere it is the Chrome that is installed.
 *
 * @param cacheDirectory where it is unpacked; the next call finds it there
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
  // Its own configuration looks for the fonts where Lambda has them. With these alone, pages look the same on every machine.
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
