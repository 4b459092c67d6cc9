import fc from 'fast-check';

/**
 * Reads a case out of bytes: they answer every choice of the arbitrary, so that a fuzzer which changes bytes changes choices. The
 * same bytes give the same case.
 */
export function caseOfBytes<Case>(cases: fc.Arbitrary<Case>, bytes: Buffer): Case {
  return cases.generate(new fc.Random(new Choices(bytes)), undefined).value;
}

class Choices {
  constructor(private readonly bytes: Buffer, private position = 0) {}

  /** A number of 32 bits. Behind the last byte they go on, so that nothing waits for ever for one that it can use. */
  next(): number {
    const at = this.position;
    this.position += 4;
    return this.position <= this.bytes.length ? this.bytes.readInt32LE(at) : Math.imul(at, 0x9e3779b1);
  }

  clone(): Choices {
    return new Choices(this.bytes, this.position);
  }

  getState(): readonly number[] {
    return [this.position];
  }
}
