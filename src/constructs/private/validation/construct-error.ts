/** A construct, or where one is about to be. */
export interface ErrorPlace {
  readonly node: { readonly path: string };
}

/** A construct was used wrongly. The message begins with the construct's path, so that the reader finds the line. */
export class ConstructError extends Error {
  public constructor(scope: ErrorPlace, message: string) {
    super(`[${scope.node.path}] ${message}`);
  }
}
