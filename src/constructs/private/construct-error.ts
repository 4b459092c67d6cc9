import { Construct } from 'constructs';

/** A construct was used wrongly. The message begins with the construct's path, so that the reader finds the line. */
export class ConstructError extends Error {
  public constructor(scope: Construct, message: string) {
    super(`[${scope.node.path}] ${message}`);
  }
}
