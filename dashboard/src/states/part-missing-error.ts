/** A part of the page did not come: there was no connection, or a new release has taken it away. */
export class PartMissingError extends Error {
  override readonly name = 'PartMissingError';

  constructor(options?: ErrorOptions) {
    super('A part of the page could not be loaded.', options);
  }
}
