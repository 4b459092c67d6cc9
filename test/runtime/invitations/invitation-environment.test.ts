import { readEnvironment } from '../../../src/runtime/environment/environment';
import { invitationChecks, invitationDelivery, invitationLimits } from '../../../src/runtime/invitations/invitation-environment';

const ENVIRONMENT = {
  TENANCY_INVITATIONS_TABLE_NAME: 'invitations',
  TENANCY_MAX_INVITATIONS_PER_TENANT: '100',
  TENANCY_MAX_MAILS: '200',
  TENANCY_INVITATION_DAYS: '7',
  TENANCY_INVITATION_URL: 'https://app.example.com/invitation',
  TENANCY_MAIL_FROM: 'no-reply@example.com',
  TENANCY_PRODUCT_NAME: 'Example',
};

test('limits and delivery of invitations are read from the environment', () => {
  const environment = readEnvironment(invitationChecks, ENVIRONMENT);

  expect(invitationLimits(environment)).toEqual({ invitationsPerTenant: 100, mailsPerTenantAndDay: 200, days: 7 });
  expect(invitationDelivery(environment)).toEqual({
    pageUrl: 'https://app.example.com/invitation', mailFrom: 'no-reply@example.com', productName: 'Example',
  });
});

test('mails are not counted without a sender', () => {
  expect(invitationLimits({ ...ENVIRONMENT, TENANCY_MAIL_FROM: '' })).toEqual({ invitationsPerTenant: 100, days: 7 });
});

test('page, sender and product can be empty, but tables and limits cannot', () => {
  const empty = Object.fromEntries(Object.keys(ENVIRONMENT).map((name) => [name, '']));

  expect(() => readEnvironment(invitationChecks, empty)).toThrow(new Error('The environment of this function is incomplete: '
    + 'TENANCY_INVITATIONS_TABLE_NAME is empty; '
    + 'TENANCY_MAX_INVITATIONS_PER_TENANT must be a whole number above zero; '
    + 'TENANCY_MAX_MAILS must be a whole number above zero; '
    + 'TENANCY_INVITATION_DAYS must be a whole number above zero.'));
});
