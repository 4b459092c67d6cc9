import * as path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { bundledModules } from './build/bundled-modules.ts';
import { englishOnly } from './build/english-only.ts';
import { localEngine } from './build/local-engine.ts';
import { pruneComponentTokens } from './build/prune-component-tokens.ts';

const REPOSITORY = path.resolve(import.meta.dirname, '..');

export default defineConfig({
  plugins: [react(), englishOnly(), pruneComponentTokens(), localEngine(), bundledModules({ root: REPOSITORY, file: path.join(REPOSITORY, '.local', 'dashboard.meta.json') })],
  build: {
    outDir: '../assets/dashboard',
    emptyOutDir: true,
    target: 'es2022',
    // Separate files can be cached for a year, and the page's content security policy allows `data:` only for images.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The licenses of bundled packages require that they are shipped too.
    license: { fileName: 'licenses.md' },
  },
});
