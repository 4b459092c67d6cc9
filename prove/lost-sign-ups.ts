import { DeleteRolePolicyCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { Expectations, outcome, type Proof } from './proof';
import { concurrently } from './support/concurrently';
import { readTenancyOutputs, TENANCY } from './support/deployment';
import { People } from './support/people';
import { Saga } from './support/saga';
import { tally } from './support/tally';
import { CLAIM } from '../src/contract/claims';

/** People at a time. Each function of the engine is a process, and the machine is small. */
const AT_ONCE = 3;

const POLICY = 'bus-refuses';

/** A sign-up whose event the bus refused, as often as Cognito tried, is a tenant after the next sign-in. */
export const lostSignUps: Proof = {
  applications: [TENANCY],
  run: async (applicationName, { quick, signal }) => {
    const saga = new Saga(applicationName);
    const outputs = readTenancyOutputs();
    const people = new People(outputs);
    const expectations = new Expectations();
    const before = await saga.rows();

    const refuse = await busRefuses(outputs.SignUpRoleName);
    const emails = Array.from({ length: quick ? 3 : 20 }, (_, index) => `lost-${index}@example.com`);
    const lost = await concurrently(AT_ONCE, emails, (email) => people.signUp(email));
    await saga.settled(signal);
    await refuse.end();
    const users = lost.map(({ email, userId }) => ({ email, userId, userName: userId, name: 'Ada' }));
    expectations.equal('people who were told', lost.filter(({ error }) => error?.message.includes('Sign in to try again')).length, lost.length);
    expectations.equal('tenants before the next sign-in', (await tally(saga, users, before)).finished.length, 0);

    const signIns = await concurrently(AT_ONCE, emails, (email) => people.pool.signIn(email));
    expectations.equal('tokens with a tenant at the first sign-in', signIns.filter(({ claims }) => claims[CLAIM.tenant] !== undefined).length, 0);
    await saga.settled(signal);
    const tokens = await concurrently(AT_ONCE, signIns, ({ refreshToken }) => people.pool.refresh(refreshToken));
    expectations.equal(
      'tenants in the tokens of the first refresh', tokens.map(({ claims }) => claims[CLAIM.tenant]), users.map((user) => saga.tenantIdOf(user)),
    );

    const { finished, unfinished, doubled } = await tally(saga, users, before);
    const dead = (await saga.deadLetters()).length;
    expectations.equal('dead letters', dead, 0);
    return outcome({
      sent: users.length, delivered: 0, created: finished.length, doubled, lost: unfinished.length, dead, healed: finished.length,
    }, expectations);
  },
};

/** Takes the right to put events on the bus from a function; it ends with `end`. */
async function busRefuses(RoleName: string): Promise<{ end(): Promise<void> }> {
  const iam = new IAMClient();
  await iam.send(new PutRolePolicyCommand({
    RoleName,
    PolicyName: POLICY,
    PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'events:PutEvents', Resource: '*' }] }),
  }));
  return { end: async () => void await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: POLICY })) };
}
