import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import { Expectations, outcome, type Proof } from './proof';
import { dynamodb } from './support/clients';
import { concurrently } from './support/concurrently';
import { readTenancyOutputs, TENANCY, type TenancyOutput } from './support/deployment';
import { Lifecycle } from './support/lifecycle';
import { Saga } from './support/saga';
import { Everything, signUpWithData } from './support/tenant-data';
import { newUsers } from './support/users';
import { eventually } from '../local/client/eventually';
import { TENANT_ATTRIBUTE, TENANT_STATUS } from '../src/contract/attributes';

/** Time in which a sweep must have started a deletion. Otherwise the proof fails instead of waiting forever. */
const START_MS = 5 * 60_000;

/**
 * Restorations at the moment of the sweep: either the tenant is restored with all of its data, or the restoration is refused and the tenant
 * is deleted. The first restoration is answered before the sweep starts, and the last ones are sent as soon as one of their tenants is being
 * deleted. So both outcomes occur on a machine of any speed; the restorations between them race with the sweep.
 */
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

    const cancel = async (tenantId: string) => lifecycle.cancel(tenantId);
    const [first, ...others] = ids;
    const half = Math.floor(others.length / 2);
    const [early, late] = [others.slice(0, half), others.slice(half)];
    const firstAnswer = await cancel(first);
    const [earlyAnswers, lateAnswers] = await Promise.all([
      concurrently(3, early, cancel),
      someDeletionStarted(outputs, late, signal).then(async () => concurrently(3, late, cancel)),
      lifecycle.sweepAll(),
    ]);
    const answers = [firstAnswer, ...earlyAnswers, ...lateAnswers];
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
    expectations.equal('whether some tenants were restored and some were deleted', restored > 0 && restored < ids.length, true);
    expectations.equal('dead letters', (await saga.deadLetters()).length, 0);
    return outcome({ sent: ids.length, restored, deleted: ids.length - restored }, expectations);
  },
};

/** Resolves when one of the tenants can no longer be restored. */
async function someDeletionStarted(outputs: Record<TenancyOutput, string>, tenantIds: readonly string[], signal: AbortSignal): Promise<void> {
  const Keys = tenantIds.map((tenantId) => ({ [TENANT_ATTRIBUTE.tenantId]: tenantId }));
  await eventually('the start of a deletion', async () => {
    const { Responses } = await dynamodb.send(new BatchGetCommand({ RequestItems: { [outputs.TenantsTableName]: { Keys, ConsistentRead: true } } }));
    return Responses![outputs.TenantsTableName]
      .find((row) => row[TENANT_ATTRIBUTE.deletionStartedAt] !== undefined || row[TENANT_ATTRIBUTE.status] === TENANT_STATUS.deleted);
  }, START_MS, { everyMs: 20, signal });
}
