import type { Plugin } from 'vite';

const DECLARATION = /(?<![\w-])(--amplify-components-[\w-]+):[^;{}]*;?/g;
const USE = /--amplify-components-[\w-]+/g;

/**
 * Leaves out the tokens of components that the page doesn't use, which are a third of Amplify UI's styles. A token stays when the
 * styles or the code name it anywhere outside its own declaration. Code must write the names of tokens in full.
 */
export function pruneComponentTokens(): Plugin {
  return {
    name: 'prune-component-tokens',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const styles = Object.values(bundle).flatMap((file) => (file.type === 'asset' && file.fileName.endsWith('.css') ? [file] : []));
        const code = Object.values(bundle).map((file) => (file.type === 'chunk' ? file.code : '')).join('\n');
        const lengthAtFirst = lengthOf(styles);
        let before: number;
        do {
          before = lengthOf(styles);
          const used = new Set(code.match(USE));
          for (const { source } of styles) {
            const withoutOwnNames = String(source).replace(DECLARATION, (declaration, name: string) => declaration.slice(name.length));
            for (const name of withoutOwnNames.match(USE) ?? []) used.add(name);
          }
          for (const style of styles) {
            style.source = String(style.source).replace(DECLARATION, (declaration, name: string) => (used.has(name) ? declaration : ''));
          }
        // A token that was removed may have been the only use of another one.
        } while (lengthOf(styles) < before);
        // Happens when the library has renamed its tokens.
        if (before === lengthAtFirst) this.error('Amplify UI has no component tokens with the names of DECLARATION. Adjust it.');
      },
    },
  };
}

function lengthOf(styles: ReadonlyArray<{ readonly source: string | Uint8Array }>): number {
  return styles.reduce((sum, { source }) => sum + source.length, 0);
}
