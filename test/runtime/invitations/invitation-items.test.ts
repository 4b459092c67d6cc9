import { invitationRepresentation, isExpired } from '../../../src/runtime/invitations/invitation-items';
import { newInvitation } from '../functions/invitations/rows';

const NOW = Date.parse('2026-03-04T05:06:07.000Z');

const invitation = (changes: Record<string, unknown> = {}) => newInvitation(changes).row as Parameters<typeof isExpired>[0];

beforeEach(() => {
  jest.useFakeTimers({ now: NOW });
});

afterEach(() => jest.useRealTimers());

test.each([[-1, true], [0, true], [1, false]])('an invitation that expires in %i s is expired: %s', (seconds, expired) => {
  const row = invitation({ expiresat: NOW / 1000 + seconds });

  expect(isExpired(row)).toBe(expired);
  expect(invitationRepresentation(row).status).toBe(expired ? 'expired' : 'pending');
});

test('an invitation by an operator has no inviter', () => {
  expect(invitationRepresentation(invitation({ invitedby: undefined }))).not.toHaveProperty('invitedBy');
});
