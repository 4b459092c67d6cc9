/** An error whose message explains it to a person: it is printed without a stack trace. */
export class Failure extends Error {
  override readonly name = 'Failure';
}
