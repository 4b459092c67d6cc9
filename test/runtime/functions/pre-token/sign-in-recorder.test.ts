import nock from 'nock';
import { createSignInRecorder } from '../../../../src/runtime/functions/pre-token/sign-in-recorder';
import { REGION, TENANT_ID, USER_ID } from '../../events';
import { useSignedRequests } from '../../signed-requests';

const ORIGIN = `https://lambda.${REGION}.amazonaws.com`;
const PATH = '/2015-03-31/functions/Shop-Writer_1/invocations';
const SIGN_IN = { tenantId: TENANT_ID, userId: USER_ID, id: 'c6af9ac6', at: '2026-03-04T05:06:07.000Z' };

useSignedRequests();

const record = async (timeout = 2_000) => createSignInRecorder({ url: ORIGIN + PATH, region: REGION })(SIGN_IN, Date.now() + timeout);

test('hands the sign-in to Lambda, signed, without waiting for the record', async () => {
  const bodies: object[] = [];
  nock(ORIGIN, {
    reqheaders: {
      'x-amz-invocation-type': 'Event',
      'x-amz-security-token': 'session-token',
      'authorization': /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/us-east-1\/lambda\/aws4_request, /,
    },
  }).post(PATH, (body: object) => bodies.push(body) > 0).reply(202);

  await record();

  expect(bodies).toEqual([{ signedIn: SIGN_IN }]);
});

test.each([200, 403, 429, 500])('fails if Lambda responds with %d', async (status) => {
  nock(ORIGIN).post(PATH).reply(status);
  await expect(record()).rejects.toThrow(`Lambda must accept the request with 202, but responded with ${status}.`);
});

test('ends at its deadline', async () => {
  nock(ORIGIN).post(PATH).delay(5_000).reply(202);
  const startedAt = Date.now();
  await expect(record(100)).rejects.toThrow();
  expect(Date.now() - startedAt).toBeLessThan(3_000);
});
