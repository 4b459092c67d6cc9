const { transformSync } = require('esbuild');

/** Jest runs CommonJS. The package for front ends is ES modules, and so is what it imports; ts-jest leaves ES modules as they are. */
module.exports = {
  process: (source, file) => transformSync(source, {
    loader: file.endsWith('.tsx') ? 'tsx' : 'ts',
    format: 'cjs',
    target: 'node20',
    jsx: 'automatic',
    sourcefile: file,
    sourcemap: 'inline',
  }),
};
