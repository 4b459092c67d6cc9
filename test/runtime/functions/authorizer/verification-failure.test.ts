import { JwtExpiredError, KidNotFoundInJwksError, NotSupportedError } from 'aws-jwt-verify/error';
import { isKeySetFailure, refusalReason } from '../../../../src/runtime/functions/authorizer/verification-failure';

test('an invalid date is a fault of the token, but any other number out of range is not', () => {
  expect(isKeySetFailure(new RangeError('Invalid time value'))).toBe(false);
  expect(isKeySetFailure(new RangeError('Invalid array length'))).toBe(true);
});

test.each([
  [new JwtExpiredError('Token expired', 0), 'expired'],
  [new KidNotFoundInJwksError('No key'), 'unknown key'],
  [new NotSupportedError('eyJ.secret'), 'claims or algorithm'],
])('the log has the reason of a refusal, without a part of the token: %s', (error, reason) => {
  expect(refusalReason(error)).toBe(reason);
});
