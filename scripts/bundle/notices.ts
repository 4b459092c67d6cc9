import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import type { Metafile } from 'esbuild';
import { runCommand } from '../../local/process/run-command';

const ROOT = path.join(__dirname, '..', '..');
const ASSETS = path.join(ROOT, 'assets');

interface Component {
  readonly name: string;
  readonly group?: string;
  /** Undefined for code of this repository. */
  readonly version?: string;
  readonly licenses?: ReadonlyArray<{ readonly license?: { readonly id?: string; readonly name?: string }; readonly expression?: string }>;
  readonly evidence?: { readonly licenses?: ReadonlyArray<{ readonly license: { readonly text?: Text } }> };
}

interface Text {
  readonly content: string;
  readonly encoding?: string;
}

/**
 * Documents the packages that are bundled into this package: a bill of materials (CycloneDX) in `assets/bundled.cdx.json`, and the
 * licenses in `assets/NOTICES.md`. Package managers cannot see bundled packages.
 */
export async function buildNotices(metafiles: readonly Metafile[], signal: AbortSignal): Promise<void> {
  const directory = mkdtempSync(path.join(tmpdir(), 'notices-'));
  try {
    const metafile = path.join(directory, 'all.json');
    writeFileSync(metafile, JSON.stringify(merge(metafiles)));
    const file = path.join(directory, 'bill.json');
    await runCommand(path.join(ROOT, 'node_modules', '.bin', 'cyclonedx-esbuild'), [
      '--gather-license-texts', '--output-reproducible', '--mc-type', 'library', '--output-file', file, metafile,
    ], { purpose: 'Listing the bundled packages', cwd: ROOT, signal });
    const bill = JSON.parse(readFileSync(file, 'utf8'));
    const components: Component[] = bill.components.filter(({ version }: Component) => version !== undefined).map(withLicense);
    writeFileSync(path.join(ASSETS, 'NOTICES.md'), notices(components));
    // The texts are in the notices.
    writeFileSync(path.join(ASSETS, 'bundled.cdx.json'), JSON.stringify({ ...bill, components: components.map(({ evidence: _, ...component }) => component) }));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function merge(metafiles: readonly Metafile[]): Metafile {
  return {
    inputs: Object.assign({}, ...metafiles.map(({ inputs }) => inputs)),
    outputs: Object.assign({}, ...metafiles.map(({ outputs }) => outputs)),
  };
}

/** Some packages have a manifest without a license beside their bundled files, and a manifest with the license in a parent folder. */
function withLicense(component: Component): Component {
  if (component.licenses !== undefined) return component;
  const { license } = JSON.parse(readFileSync(path.join(ROOT, 'node_modules', fullName(component), 'package.json'), 'utf8'));
  return { ...component, licenses: [{ license: { id: license } }] };
}

/** Lists each license text once, below the names of its packages. */
function notices(components: readonly Component[]): string {
  const packagesByText = new Map<string, Set<string>>();
  for (const component of components) {
    const text = (component.evidence?.licenses ?? []).flatMap(({ license }) => (license.text === undefined ? [] : [decode(license.text)])).join('\n\n').trim();
    packagesByText.set(text, (packagesByText.get(text) ?? new Set()).add(`${fullName(component)} ${component.version} (${licenseOf(component)})`));
  }
  return [
    '# Notices',
    '',
    'The functions, the runtime library and the dashboard of this package contain these packages. `bundled.cdx.json` lists them for tools.',
    ...[...packagesByText].map(([text, packages]) => ['', ...[...packages].sort().map((name) => `- ${name}`), ...text === '' ? [] : ['', '```text', text, '```']]
      .join('\n')).sort(),
    '',
  ].join('\n');
}

function licenseOf({ licenses = [] }: Component): string {
  return licenses.map(({ expression, license }) => expression ?? license?.id ?? license?.name).join(', ');
}

function fullName({ group, name }: Component): string {
  return group === undefined ? name : `${group}/${name}`;
}

function decode({ content, encoding }: Text): string {
  return encoding === 'base64' ? Buffer.from(content, 'base64').toString('utf8') : content;
}
