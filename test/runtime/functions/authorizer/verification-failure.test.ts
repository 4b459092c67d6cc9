import { JwtExpiredError, KidNotFoundInJwksError, NotSupportedError } from 'aws-jwt-verify/error';
import { isKeySetFailure, refusalReason } from '../../../../src/runtime/functions/authorizer/verification-failure';

test('a date that is none is a fault of the token, and any other number out of range is not', () => {
  expect(isKeySetFailure(new RangeError('Invalid time value'))).toBe(false);
  expect(isKeySetFailure(new RangeError('Invalid array length'))).toBe(true);
});

test.each([
  [new JwtExpiredError('Token expired', 0), 'expired'],
  [new KidNotFoundInJwksError('No key'), 'unknown key'],
  [new NotSupportedError('eyJ.secret'), 'claims or algorithm'],
])('the log says why a token was refused, and quotes none of it: %s', (error, reason) => {
  expect(refusalReason(error)).toBe(reason);
});
