import fc from 'fast-check';

/**
 * Reads a case from bytes. The bytes determine every choice of the arbitrary, so a fuzzer that changes bytes changes choices. The same bytes
 * give the same case.
 */
export function caseOfBytes<Case>(cases: fc.Arbitrary<Case>, bytes: Buffer): Case {
  return cases.generate(new fc.Random(new Choices(bytes)), undefined).value;
}

class Choices {
  constructor(private readonly bytes: Buffer, private position = 0) {}

  /** A number of 32 bits. It does not end after the last byte, so an arbitrary that rejects numbers cannot wait forever. */
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
