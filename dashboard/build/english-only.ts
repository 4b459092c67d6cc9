import type { Plugin } from 'vite';

const DICTIONARY = /\/@aws-amplify\/ui\/dist\/esm\/i18n\/dictionaries\/authenticator\/(\w{2})\.mjs$/;

/** Leaves out Amplify UI's other languages: the page is in English, and they are a tenth of the sign-in's size. */
export function englishOnly(): Plugin {
  const leftOut = new Set<string>();
  return {
    name: 'english-only',
    apply: 'build',
    load(id) {
      const language = DICTIONARY.exec(id)?.[1];
      if (language === undefined || language === 'en') return undefined;
      leftOut.add(language);
      return `export const ${language}Dict = {};`;
    },
    buildEnd(error) {
      // Happens when the library has moved its dictionaries.
      if (error === undefined && leftOut.size === 0) this.error('Amplify UI has no dictionary at the path of DICTIONARY. Adjust it.');
    },
  };
}
