import { expect, test } from './support/test';
import { newCustomer } from '../e2e/support/people';

const SESSION = 'of-a-challenge-that-only-this-story-knows';

for (const { name, answer, heading } of [
  {
    name: 'a code of an authenticator app',
    answer: { ChallengeName: 'SOFTWARE_TOKEN_MFA', ChallengeParameters: {} },
    heading: 'Confirm it\'s you',
  },
  {
    name: 'a choice of second factors',
    answer: { ChallengeName: 'SELECT_MFA_TYPE', ChallengeParameters: { MFAS_CAN_CHOOSE: '["SOFTWARE_TOKEN_MFA","EMAIL_OTP"]' } },
    heading: 'Choose how to confirm it\'s you',
  },
  {
    name: 'an authenticator app that is to be set up',
    answer: { ChallengeName: 'MFA_SETUP', ChallengeParameters: { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' } },
    heading: 'Set up your authenticator app',
  },
  {
    name: 'codes by email that are to be set up',
    answer: { ChallengeName: 'MFA_SETUP', ChallengeParameters: { MFAS_CAN_SETUP: '["EMAIL_OTP"]' } },
    heading: 'Set up codes by email',
  },
]) {
  test(`the step of a pool that asks for ${name} has its own heading only`, async ({ visitor: { dashboard, page } }) => {
    const { email } = await newCustomer();
    await page.route('https://cognito-idp.*.amazonaws.com/', (route) => {
      const headers = { 'access-control-allow-origin': '*' };
      switch (route.request().headers()['x-amz-target']?.split('.')[1]) {
        case 'RespondToAuthChallenge': return route.fulfill({ json: { ...answer, Session: SESSION }, headers });
        case 'AssociateSoftwareToken': return route.fulfill({ json: { SecretCode: 'JBSWY3DPEHPK3PXP', Session: SESSION }, headers });
        default: return route.continue();
      }
    });
    await dashboard.open();
    await dashboard.signIn(email);
    await expect(dashboard.heading).toHaveText(heading);
    await expect(dashboard.heading).toBeFocused();
    await expect(page.getByRole('heading')).toHaveCount(1);
  });
}
