import nock from 'nock';

const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret', AWS_SESSION_TOKEN: 'session-token' };

/** Gives the tests of a file credentials that sign requests, and no other network than the answers of `nock`. */
export function useSignedRequests(): void {
  beforeAll(() => {
    nock.disableNetConnect();
    Object.assign(process.env, CREDENTIALS);
  });

  afterAll(() => {
    Object.keys(CREDENTIALS).forEach((name) => delete process.env[name]);
    nock.enableNetConnect();
    nock.restore();
  });

  afterEach(() => {
    nock.abortPendingRequests();
    nock.cleanAll();
  });
}
