/**
 * Calculates the powers of SRP with the integers of JavaScript. cognito-srp-helper calculates with jsbn, which takes about
 * a second of processor time for a sign-in.
 */
import { BigInteger } from 'jsbn';

BigInteger.prototype.modPow = function (this: BigInteger, exponent: BigInteger, modulus: BigInteger): BigInteger {
  // The remainder is never negative, unlike the base.
  return new BigInteger(modularPower(native(this.mod(modulus)), native(exponent), native(modulus)).toString(16), 16);
};

function native(integer: BigInteger): bigint {
  return BigInt(`0x${integer.toString(16)}`);
}

function modularPower(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  for (const digit of exponent.toString(2)) {
    result = result * result % modulus;
    if (digit === '1') result = result * base % modulus;
  }
  return result;
}
