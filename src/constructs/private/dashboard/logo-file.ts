import { readFileSync, statSync } from 'node:fs';
import * as path from 'node:path';
import { Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ConstructError } from '../validation/construct-error';

/** A valid logo. */
export interface LogoFile {
  /** The file name that it is served with. */
  readonly name: string;
  readonly contentType: string;
  readonly content: Buffer;
}

interface ImageKind {
  readonly contentType: string;
  matches(content: Buffer): boolean;
}

/** The supported kinds, by file extension. */
const KINDS: Readonly<Record<string, ImageKind>> = {
  '.svg': { contentType: 'image/svg+xml', matches: (content) => content.includes('<svg') },
  '.png': { contentType: 'image/png', matches: (content) => content.toString('latin1', 0, 8) === '\x89PNG\r\n\x1a\n' },
  '.webp': {
    contentType: 'image/webp',
    matches: (content) => content.toString('latin1', 0, 4) === 'RIFF' && content.toString('latin1', 8, 12) === 'WEBP',
  },
};

/** Every person loads the logo before they see the first page. */
const LARGEST_LOGO_KILOBYTES = 200;

/** @throws Error if the file doesn't exist, is not a supported image, or is too large */
export function readLogo(scope: Construct, file: string): LogoFile {
  if (Token.isUnresolved(file)) {
    throw new ConstructError(scope, 'branding.logo must be the path of a file at synth, but was a value that is resolved at deploy time. Pass a literal path.');
  }
  const location = path.resolve(file);
  const stats = statSync(location, { throwIfNoEntry: false });
  if (!stats?.isFile()) {
    throw new ConstructError(scope, `branding.logo must be the path of an image file, but there is no file at ${location}. `
      + 'Relative paths begin where the app is started: path.join(__dirname, ...) does not depend on it.');
  }
  const extension = path.extname(location).toLowerCase();
  const kind = KINDS[extension];
  if (kind === undefined) {
    throw new ConstructError(scope, `branding.logo must be a file of the kind ${Object.keys(KINDS).join(', ')}, but was ${path.basename(location)}. `
      + 'Convert the image to one of these kinds.');
  }
  if (stats.size > LARGEST_LOGO_KILOBYTES * 1024) {
    throw new ConstructError(scope, `branding.logo must have at most ${LARGEST_LOGO_KILOBYTES} KB, but ${path.basename(location)} has ${Math.ceil(stats.size / 1024)} KB. `
      + 'Every page loads it, and shows it only 32 pixels high. Use a smaller file.');
  }
  const content = readFileSync(location);
  if (!kind.matches(content)) {
    throw new ConstructError(scope, `branding.logo must contain an image of the type ${kind.contentType}, as its extension says, but ${path.basename(location)} doesn't. `
      + 'Rename the file, or convert the image.');
  }
  return { name: `logo${extension}`, contentType: kind.contentType, content };
}
