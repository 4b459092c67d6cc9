/** A part of the page could not be loaded: the connection is down, or a new release has removed it. */
export class PartMissingError extends Error {
  override readonly name = 'PartMissingError';

  constructor(options?: ErrorOptions) {
    super('A part of the page could not be loaded.', options);
  }
}
