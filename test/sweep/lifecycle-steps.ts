import { randomUUID } from 'node:crypto';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { newMember, newTenant, putDevice, putInvitation } from './members';
import { outcomeOf, repair } from './repairs';
import { stateMachineNamed } from './state-machines';
import { step } from './step';
import { type Answer, type Call, call, callSigned } from '../../local/client/api';
import { eventually } from '../../local/client/eventually';
import { expectEqual, expectStatus } from '../../local/story/steps';
import type { ExportRepresentation } from '../../src/contract/api';
import { TENANT_STATUS } from '../../src/contract/attributes';
import { DELETION_DUE } from '../../src/contract/deletion';
import { eventSources } from '../../src/contract/events';
import { EXPORT_REQUESTED } from '../../src/contract/exports';
import { REPAIR_OUTCOME } from '../../src/contract/repair';
import { TENANT_ROLE } from '../../src/contract/roles';
import { takeDeadLetter } from '../e2e/support/dead-letters';
import { APPLICATION_NAME, outputs, sqs } from '../e2e/support/engine';
import { addMember, newEmail, pool } from '../e2e/support/people';
import { readTenant } from '../e2e/support/rows';

/** Several times the usual time of a deletion or an export on a busy machine. */
const SOON_MS = 20_000;

type Ask = (request: Call) => Promise<Answer>;

const byUser = (token: string): Ask => async (request) => call(outputs.ApiUrl, request, token);
const byOperator: Ask = async (request) => callSigned(outputs.AdminApiUrl, request);

/** Steps about the life of a tenant, its exports, and the end of persons and sessions. */
export const LIFECYCLE_STEPS = {
  suspend: step('an operator suspends a tenant and ends the suspension', async () => {
    const { tenantId } = await newTenant();
    expectStatus(await byOperator({ method: 'PUT', path: `tenant/${tenantId}/suspension`, body: { reason: 'Not paid' } }), 200);
    expectStatus(await byOperator({ method: 'DELETE', path: `tenant/${tenantId}/suspension` }), 200);
  }),
  close: step('an admin closes their tenant and restores it', async () => {
    const { tenantId, userId, token } = await newMember();
    const ask = byUser(token);
    const { name } = expectStatus(await ask({ path: `tenant/${tenantId}` }), 200).body;
    expectStatus(await ask({ method: 'PUT', path: `tenant/${tenantId}/closure`, body: { name } }), 202);
    expectStatus(await ask({ method: 'DELETE', path: `tenants/${userId}/closures/${tenantId}` }), 200);
  }),
  operateClosure: step('an operator closes a tenant and cancels the closure', async () => {
    const { tenantId } = await newTenant();
    expectStatus(await byOperator({ method: 'PUT', path: `tenant/${tenantId}/closure` }), 202);
    expectStatus(await byOperator({ method: 'DELETE', path: `tenant/${tenantId}/closure` }), 200);
  }),
  operateOwner: step('an operator makes a member an admin', async () => {
    const { tenantId } = await newTenant();
    const userId = randomUUID();
    await addMember(tenantId, userId, newEmail());
    expectStatus(await byOperator({ method: 'PUT', path: `tenant/${tenantId}/owner`, body: { userId } }), 200);
  }),
  deleteTenant: step('a due tenant is deleted with its data', async (signal) => {
    const { tenantId } = await newTenant();
    await putInvitation(tenantId);
    await putDevice(tenantId);
    await closeNow(tenantId);
    expectStatus(await byOperator({ method: 'POST', path: 'sweeps' }), 200);
    await eventually('a tombstone', async () => (await readTenant(tenantId))?.status === TENANT_STATUS.deleted || undefined, SOON_MS, { signal });
  }),
  sweepAgain: step('a sweep looks at the execution of a tenant that is being deleted', async () => {
    const { tenantId } = await newTenant();
    await closeNow(tenantId);
    expectStatus(await byOperator({ method: 'POST', path: 'sweeps' }), 200);
    expectStatus(await byOperator({ method: 'POST', path: 'sweeps' }), 200);
  }),
  malformedDeletion: step('a malformed start of a deletion becomes a dead letter', async () => startMalformed('Tenancy-Lifecycle-')),

  export: step('an admin exports their tenant, and downloads the files', async (signal) => {
    const { tenantId, token } = await newMember();
    await putDevice(tenantId);
    await exportAndDownload(tenantId, byUser(token), signal);
  }),
  operateExport: step('an operator exports a tenant, and downloads the files', async (signal) => {
    const { tenantId } = await newTenant();
    await exportAndDownload(tenantId, byOperator, signal);
  }),
  malformedExport: step('a malformed start of an export becomes a dead letter', async () => startMalformed('ExportTenant')),

  repairDeletion: step('an operator repairs the letter of a deletion, twice', async () => {
    const { tenantId } = await newTenant();
    await closeNow(tenantId);
    const { version } = (await readTenant(tenantId))!;
    const detail = { tenantId, version, attempt: 1 };
    expectEqual('the outcome', await repairLetter({ 'detail-type': DELETION_DUE, detail }), REPAIR_OUTCOME.started);
    // The execution exists now. Another letter of it is repaired only after a look at it.
    const second = { 'detail-type': DELETION_DUE, 'detail': { ...detail, attempt: 2 } };
    expectEqual('the outcome of the second', await repairLetter(second), REPAIR_OUTCOME.started);
  }),
  repairExport: step('an operator repairs the letter of an export', async () => {
    const { tenantId } = await newTenant();
    const detail = { tenantId, exportId: randomUUID().replaceAll('-', '') };
    expectEqual('the outcome', await repairLetter({ 'detail-type': EXPORT_REQUESTED, detail }), REPAIR_OUTCOME.started);
  }),

  deleteAccount: step('a user deletes the account', async () => {
    const { userId, token } = await newMember();
    expectStatus(await byUser(token)({ method: 'DELETE', path: `tenants/${userId}/account` }), 204);
  }),
  eraseInviter: step('an operator erases an admin who has invited somebody, from a tenant with another admin', async () => {
    const { tenantId, userId } = await newTenant();
    await addMember(tenantId, randomUUID(), newEmail(), TENANT_ROLE.admin);
    await putInvitation(tenantId, userId);
    const { body } = expectStatus(await byOperator({ method: 'DELETE', path: `users/${userId}?userName=${encodeURIComponent(userId)}` }), 200);
    expectEqual('the account', body.account, 'deleted');
  }),

  signOut: step('a user ends all sessions', async () => {
    const { userId, token } = await newMember();
    expectStatus(await byUser(token)({ method: 'POST', path: `tenants/${userId}/sign-out` }), 204);
  }),
  signOutMember: step('an admin ends all sessions of a member', async () => {
    const { tenantId, token } = await newMember();
    const email = newEmail();
    const userId = await pool.createByAdministrator(email);
    await addMember(tenantId, userId, email);
    expectStatus(await byUser(token)({ method: 'POST', path: `tenant/${tenantId}/members/${userId}/sign-out` }), 204);
  }),
};

async function closeNow(tenantId: string): Promise<void> {
  expectStatus(await byOperator({ method: 'PUT', path: `tenant/${tenantId}/closure`, body: { deleteAt: new Date().toISOString() } }), 202);
}

async function exportAndDownload(tenantId: string, ask: Ask, signal: AbortSignal): Promise<void> {
  const { exportId } = expectStatus(await ask({ method: 'POST', path: `tenant/${tenantId}/exports` }), 202).body;
  const { status, files = [] } = await eventually('the end of the export', async (): Promise<ExportRepresentation | undefined> => {
    const { body } = expectStatus(await ask({ path: `tenant/${tenantId}/exports/${exportId}` }), 200);
    return body.status === 'running' ? undefined : body;
  }, SOON_MS, { signal });
  expectEqual('the status of the export', status, 'succeeded');
  for (const { url } of files) {
    expectEqual('the status of a download', (await fetch(url)).status, 200);
  }
}

/** Puts a letter into the dead-letter queue, and repairs it. @returns the outcome */
async function repairLetter(event: { readonly 'detail-type': string; readonly 'detail': object }): Promise<string | undefined> {
  const MessageBody = JSON.stringify({ id: randomUUID(), source: eventSources(APPLICATION_NAME).tenant, ...event });
  const { MessageId } = await sqs.send(new SendMessageCommand({ QueueUrl: outputs.DeadLetterQueueUrl, MessageBody }));
  const { body } = expectStatus(await repair({ messageIds: [MessageId!] }), 200);
  return outcomeOf(body, MessageId!);
}

/**
 * Starts a state machine with an input that names nothing.
 *
 * @param machine Part of its name.
 */
async function startMalformed(machine: string): Promise<void> {
  const id = randomUUID();
  const stateMachineArn = await stateMachineNamed(machine);
  await new SFNClient().send(new StartExecutionCommand({ stateMachineArn, input: JSON.stringify({ id, detail: {} }) }));
  await takeDeadLetter(id, SOON_MS);
}
