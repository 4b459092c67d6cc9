import { Expectations, outcome, type Proof } from './proof';
import { concurrently } from './support/concurrently';
import { readTenancyOutputs, TENANCY } from './support/deployment';
import { Lifecycle } from './support/lifecycle';
import { Saga } from './support/saga';
import { Everything, signUpWithData } from './support/tenant-data';
import { newUsers } from './support/users';

/** A restoration at the moment of the sweep: either the tenant is restored with all of its data, or the restoration is refused and the tenant is deleted. */
export const restorations: Proof = {
  applications: [TENANCY],
  run: async (applicationName, { quick, signal }) => {
    const outputs = readTenancyOutputs();
    const saga = new Saga(applicationName);
    const lifecycle = new Lifecycle(outputs);
    const expectations = new Expectations();

    const users = newUsers(quick ? 12 : 100, 'restored');
    const ids = await signUpWithData(saga, outputs, users, signal);
    const before = await Everything.read(outputs);
    await concurrently(4, ids, async (tenantId) => lifecycle.close(tenantId));

    const [answers] = await Promise.all([
      concurrently(3, ids, async (tenantId) => lifecycle.cancel(tenantId)),
      lifecycle.sweepAll(),
    ]);
    await lifecycle.settled(signal);

    const after = await Everything.read(outputs);
    let restored = 0;
    ids.forEach((tenantId, index) => {
      const { status, body } = answers[index];
      if (status === 200) {
        restored++;
        expectations.equal(`the status of the restored tenant ${tenantId}`, after.statusOf(tenantId), 'active');
        expectations.equal(`the data of the restored tenant ${tenantId}`, after.mentioning(tenantId), before.mentioning(tenantId));
      } else {
        expectations.equal(`the refusal for ${tenantId}`, [status, body.code], [409, 'deletionStarted']);
        expectations.equal(`what is left of ${tenantId}`, [after.statusOf(tenantId), ...after.mentioning(tenantId)], ['deleted']);
      }
    });
    // Both outcomes must occur, or the race was none.
    expectations.equal('whether some tenants were restored and some were deleted', restored > 0 && restored < ids.length, true);
    expectations.equal('dead letters', (await saga.deadLetters()).length, 0);
    return outcome({ sent: ids.length, restored, deleted: ids.length - restored }, expectations);
  },
};
