/** Something that went wrong and that a sentence explains: it is shown without a stack trace. */
export class Failure extends Error {
  override readonly name = 'Failure';
}
