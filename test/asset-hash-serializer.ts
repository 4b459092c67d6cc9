import type { NewPlugin } from 'pretty-format';

/** 64 hexadecimal digits name an asset: they change with every byte of a bundle and say nothing about a template. */
const ASSET_HASH = /[0-9a-f]{64}/g;

/** Writes `<asset>` for asset hashes, so that a snapshot changes only when the template does. */
const serializer: NewPlugin = {
  test: (value) => typeof value === 'string' && value.search(ASSET_HASH) >= 0,
  serialize: (value: string, config, indentation, depth, refs, printer) =>
    printer(value.replace(ASSET_HASH, '<asset>'), config, indentation, depth, refs),
};

export = serializer;
