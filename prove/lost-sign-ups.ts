import { Expectations, outcome, type Proof } from './proof';
import { concurrently } from './support/concurrently';
import { deny } from './support/denial';
import { readTenancyOutputs, TENANCY } from './support/deployment';
import { People } from './support/people';
import { Saga } from './support/saga';
import { tally } from './support/tally';
import { CLAIM } from '../src/contract/claims';

/** Users at a time. Each function of the engine is a process, so more would overload a small machine. */
const AT_ONCE = 3;

/** A sign-up whose event the bus refused at every try of Cognito is a tenant after the next sign-in. */
export const lostSignUps: Proof = {
  applications: [TENANCY],
  run: async (applicationName, { quick, signal }) => {
    const saga = new Saga(applicationName);
    const outputs = readTenancyOutputs();
    const people = new People(outputs);
    const expectations = new Expectations();
    const before = await saga.rows();

    const allow = await deny(outputs.SignUpRoleName, 'events:PutEvents');
    const emails = Array.from({ length: quick ? 3 : 20 }, (_, index) => `lost-${index}@example.com`);
    const lost = await concurrently(AT_ONCE, emails, (email) => people.signUp(email));
    await saga.settled(signal);
    await allow();
    const users = lost.map(({ email, userId }) => ({ email, userId, userName: userId, name: 'Ada' }));
    expectations.equal('the number of users who saw the error', lost.filter(({ error }) => error?.message.includes('Sign in to try again')).length, lost.length);
    expectations.equal('the number of tenants before the next sign-in', (await tally(saga, users, before)).finished.length, 0);

    const signIns = await concurrently(AT_ONCE, emails, (email) => people.pool.signIn(email));
    expectations.equal('the number of tokens with a tenant at the first sign-in', signIns.filter(({ claims }) => claims[CLAIM.tenant] !== undefined).length, 0);
    await saga.settled(signal);
    const tokens = await concurrently(AT_ONCE, signIns, ({ refreshToken }) => people.pool.refresh(refreshToken));
    expectations.equal(
      'the tenants in the tokens of the first refresh', tokens.map(({ claims }) => claims[CLAIM.tenant]), users.map((user) => saga.tenantIdOf(user)),
    );

    const { finished, unfinished, doubled } = await tally(saga, users, before);
    const dead = (await saga.deadLetters()).length;
    expectations.equal('dead letters', dead, 0);
    return outcome({
      sent: users.length, delivered: 0, created: finished.length, doubled, lost: unfinished.length, dead, healed: finished.length,
    }, expectations);
  },
};
