import type { Plugin } from 'vite';

const DICTIONARY = /\/@aws-amplify\/ui\/dist\/esm\/i18n\/dictionaries\/authenticator\/(\w{2})\.mjs$/;

/** Leaves out Amplify UI's other languages, which are a tenth of the sign-in: the page is in English. */
export function englishOnly(): Plugin {
  return {
    name: 'english-only',
    load(id) {
      const language = DICTIONARY.exec(id)?.[1];
      return language === undefined || language === 'en' ? undefined : `export const ${language}Dict = {};`;
    },
  };
}
