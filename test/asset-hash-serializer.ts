import type { NewPlugin } from 'pretty-format';

/** The hash of an asset has 64 hexadecimal digits. It changes with every byte of a bundle. */
const ASSET_HASH = /[0-9a-f]{64}/g;

/** Replaces asset hashes by `<asset>`, so that a snapshot only changes with the template. */
const serializer: NewPlugin = {
  test: (value) => typeof value === 'string' && value.search(ASSET_HASH) >= 0,
  serialize: (value: string, config, indentation, depth, refs, printer) =>
    printer(value.replace(ASSET_HASH, '<asset>'), config, indentation, depth, refs),
};

export = serializer;
