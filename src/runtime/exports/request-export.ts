import { createHash } from 'node:crypto';
import { ExecutionAlreadyExists, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { createExportState, type ExportStore, readExportState } from './export-state';
import type { RequestedExport } from '../../contract/api';
import { TENANT_STATUS } from '../../contract/attributes';
import { eventSources } from '../../contract/events';
import { EXPORT_REQUESTED, EXPORT_STATUS, EXPORT_WINDOW_SECONDS, type ExportInput } from '../../contract/exports';
import { type ProblemError, refusal } from '../library/problem';
import { wrongStatus } from '../tenants/status-change';
import type { TenantScope } from '../tenants/tenant-scope';
import { readTenant, type Tenant } from '../tenants/tenants';

/** The state machine that exports tenants. */
export interface ExportMachine {
  readonly stepFunctions: SFNClient;
  readonly applicationName: string;
  /** ARN of the state machine that exports a tenant. */
  readonly exportTenant: string;
}

export interface RequestExportProps extends ExportMachine {
  /** Returns the refusal for a tenant that the caller cannot export in its status. */
  readonly refusalFor: (tenant: Tenant) => ProblemError | undefined;
}

/** Highest number of exports of a tenant within some minutes. Another one begins only after the one before has failed. */
const ATTEMPTS = 3;

const { active, suspended, closing } = TENANT_STATUS;

/** Returns the refusal to export a tenant for an operator or a service; nothing for a tenant that can be exported. */
export function unexportableTenant({ status }: Tenant): ProblemError | undefined {
  return status === active || status === suspended || status === closing ? undefined : wrongStatus([active, suspended, closing], status);
}

/**
 * Starts an export of a tenant. All requests for a tenant within some minutes result in one export, unless it fails. So a request can be repeated
 * safely, and nobody can start an unlimited number of exports.
 *
 * @throws ProblemError 404 for an unknown or deleted tenant, 409 for one that is being deleted, and the refusal for a tenant in another status
 */
export async function requestExport(props: RequestExportProps, scope: TenantScope, store: ExportStore): Promise<RequestedExport> {
  const { tenantId, actor } = scope;
  const tenant = await readTenant(scope);
  const unexportable = props.refusalFor(tenant);
  if (unexportable) {
    throw unexportable;
  }
  if (tenant.deletionstartedat !== undefined) {
    throw refusal(409, 'deletionStarted', 'The deletion of the tenant has begun, so its data is no longer complete.');
  }
  const exportId = await storeExport(scope, store);
  await start(props, { tenantId, exportId, actor });
  return { exportId };
}

/** @returns the id of a new export, or of the one that was requested a moment ago. After failures, it is the last that has failed */
async function storeExport({ tenantId, actor }: TenantScope, store: ExportStore): Promise<string> {
  const window = Math.floor(Date.now() / 1000 / EXPORT_WINDOW_SECONDS);
  for (let attempt = 1; ; attempt++) {
    const exportId = exportIdOf(tenantId, window, attempt);
    const isNew = await createExportState(store, { tenantId, exportId }, actor);
    if (isNew || attempt === ATTEMPTS || (await readExportState(store, { tenantId, exportId }))?.state.status !== EXPORT_STATUS.failed) {
      return exportId;
    }
  }
}

/** The id gives no access, so it may be guessed. */
function exportIdOf(tenantId: string, window: number, attempt: number): string {
  return createHash('sha256').update(`${tenantId}#${window}#${attempt}`).digest('hex').slice(0, 32);
}

async function start({ stepFunctions, applicationName, exportTenant }: ExportMachine, detail: ExportInput['detail']): Promise<void> {
  const input: ExportInput = { 'source': eventSources(applicationName).tenant, 'detail-type': EXPORT_REQUESTED, detail };
  try {
    await stepFunctions.send(new StartExecutionCommand({ stateMachineArn: exportTenant, name: detail.exportId, input: JSON.stringify(input) }));
  } catch (error) {
    // An earlier request has started it.
    if (!(error instanceof ExecutionAlreadyExists)) throw error;
  }
}
