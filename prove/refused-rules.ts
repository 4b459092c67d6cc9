import { ListRuleNamesByTargetCommand, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import { Expectations, outcome, type Proof } from './proof';
import { eventBridge } from './support/clients';
import { deny } from './support/denial';
import { SAGAS } from './support/deployment';
import { readLetter, withoutLetter } from './support/letters';
import { repairAll } from './support/repair';
import { Saga } from './support/saga';
import { tally } from './support/tally';
import { newUsers } from './support/users';

/** Events that a rule is not allowed to deliver to the first or to the second machine become dead letters, and finished tenants after a repair. */
export const refusedRules: Proof = {
  applications: SAGAS,
  run: async (applicationName, { quick, signal }) => {
    const saga = new Saga(applicationName);
    const expectations = new Expectations();
    const before = await saga.rows();

    const users = newUsers(quick ? 4 : 40, 'refused');
    const machines = [saga.outputs.CreateTenantArn, saga.outputs.AddFirstAdminArn];
    for (const [index, machine] of machines.entries()) {
      const allow = await deny(await roleOfRule(saga, machine), 'states:StartExecution');
      for (const user of users.filter((_, position) => position % machines.length === index)) await saga.signUp(user);
      await saga.settled(signal);
      await allow();
    }

    const afterwards = await tally(saga, users, before);
    const letters = (await saga.deadLetters()).map(readLetter);
    const lost = withoutLetter(afterwards.unfinished, letters);
    expectations.equal('the number of finished tenants before the repair', afterwards.finished.length, 0);
    expectations.equal(
      'dead letters',
      letters.map(({ userId, stateMachine, error }) => [userId, stateMachine, error]).sort(),
      users.map(({ userId }, index) => [userId, machines[index % machines.length], 'NO_PERMISSIONS']).sort(),
    );

    await repairAll(saga, signal);
    const { finished, unfinished, doubled } = await tally(saga, users, before);
    expectations.equal('the sign-ups that are not a finished tenant after the repair', unfinished.map(({ userId }) => userId), []);
    expectations.equal('the number of dead letters after the repair', (await saga.deadLetters()).length, 0);
    return outcome({
      sent: users.length, created: finished.length, doubled, lost: lost.length, dead: letters.length, repaired: finished.length,
    }, expectations);
  },
};

/** Name of the role with which the rule starts a state machine. */
async function roleOfRule(saga: Saga, stateMachineArn: string): Promise<string> {
  const { EventBusName } = saga.outputs;
  const { RuleNames = [] } = await eventBridge.send(new ListRuleNamesByTargetCommand({ EventBusName, TargetArn: stateMachineArn }));
  const { Targets = [] } = await eventBridge.send(new ListTargetsByRuleCommand({ EventBusName, Rule: RuleNames[0] }));
  return Targets[0].RoleArn!.split('/').at(-1)!;
}
