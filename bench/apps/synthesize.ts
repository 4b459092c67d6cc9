import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';

/** The apps whose templates are read, with their file and stack. */
const APPS = {
  tenancy: { file: 'tenancy.ts', stack: 'Stack' },
  article: { file: path.join('article', 'app.ts'), stack: 'Article' },
} as const;

/** Resources by logical id. */
export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
}

export interface Resource {
  readonly Type: string;
  readonly Properties?: any;
}

export function templateOf(app: keyof typeof APPS): Template {
  const { file, stack } = APPS[app];
  const output = mkdtempSync(path.join(tmpdir(), 'bench-template-'));
  try {
    execFileSync(process.execPath, ['--require', 'tsx/cjs', path.join(__dirname, file)], {
      env: { ...process.env, CDK_OUTDIR: output }, stdio: ['ignore', 'ignore', 'inherit'],
    });
    return JSON.parse(readFileSync(path.join(output, `${stack}.template.json`), 'utf8'));
  } finally {
    rmSync(output, { recursive: true });
  }
}
