/** A construct, or the path of a construct that is about to be created. */
export interface ErrorPlace {
  readonly node: { readonly path: string };
}

/** An error in the use of a construct. The message begins with the construct's path. */
export class ConstructError extends Error {
  public constructor(scope: ErrorPlace, message: string) {
    super(`[${scope.node.path}] ${message}`);
  }
}
