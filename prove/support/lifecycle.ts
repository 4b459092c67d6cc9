import { type ExecutionListItem, paginateListExecutions } from '@aws-sdk/client-sfn';
import { stepFunctions } from './clients';
import type { TenancyOutput } from './deployment';
import { noneRunning } from './executions';
import { type Answer, callSigned } from '../../local/client/api';
import type { SweepReport } from '../../src/contract/api';

/** The data of a member who is added by an operator. */
export function memberData(userId: string): { readonly name: string; readonly email: string } {
  return { name: `Name of ${userId}`, email: `${userId}@example.com` };
}

/** The calls of an operator to the admin API. */
export class Lifecycle {
  public constructor(private readonly outputs: Record<TenancyOutput, string>) {}

  /** Closes a tenant, so that its deletion is due at once. */
  public async close(tenantId: string): Promise<void> {
    const { status, body } = await this.call('PUT', `tenant/${tenantId}/closure`, { deleteAt: new Date().toISOString(), reason: 'proof' });
    if (status !== 202) throw new Error(`The closure of ${tenantId} answered ${status}: ${JSON.stringify(body)}`);
  }

  public async cancel(tenantId: string): Promise<Answer> {
    return this.call('DELETE', `tenant/${tenantId}/closure`);
  }

  public async addMember(tenantId: string, userId: string, role: string): Promise<void> {
    const { status, body } = await this.call('POST', `tenant/${tenantId}/members`, { userId, ...memberData(userId), role });
    if (status !== 201) throw new Error(`Adding ${userId} to ${tenantId} answered ${status}: ${JSON.stringify(body)}`);
  }

  public async rename(tenantId: string, name: string): Promise<void> {
    const { status, body } = await this.call('PUT', `tenant/${tenantId}`, { name });
    if (status !== 200) throw new Error(`Renaming ${tenantId} answered ${status}: ${JSON.stringify(body)}`);
  }

  /** Renames tenants until it is stopped. @returns the number of changes */
  public async changeAllTheTime(tenantIds: readonly string[], signal: AbortSignal): Promise<number> {
    let changes = 0;
    while (!signal.aborted) {
      await this.rename(tenantIds[changes % tenantIds.length], `Name ${changes}`);
      changes++;
    }
    return changes;
  }

  public async sweep(): Promise<SweepReport> {
    const { status, body } = await this.call('POST', 'sweeps');
    if (status !== 200) throw new Error(`The sweep answered ${status}: ${JSON.stringify(body)}`);
    return body;
  }

  /** Sweeps until all due deletions are started. */
  public async sweepAll(): Promise<void> {
    while ((await this.sweep()).hasMore);
  }

  /** Resolves when no deletion is running. */
  public async settled(signal: AbortSignal): Promise<void> {
    await noneRunning(this.outputs.DeleteTenantArn, signal);
  }

  /** Names of executions that started before another one of the same tenant had ended. */
  public async overlaps(): Promise<string[]> {
    const byTenant = new Map<string, ExecutionListItem[]>();
    for await (const { executions = [] } of paginateListExecutions({ client: stepFunctions }, { stateMachineArn: this.outputs.DeleteTenantArn })) {
      for (const execution of executions) {
        const tenantId = execution.name!.split('-')[0];
        byTenant.set(tenantId, [...byTenant.get(tenantId) ?? [], execution]);
      }
    }
    return [...byTenant.values()].flatMap((executions) => executions
      .sort((a, b) => a.startDate!.getTime() - b.startDate!.getTime())
      .filter((execution, index) => index > 0 && execution.startDate! < executions[index - 1].stopDate!)
      .map(({ name }) => name!));
  }

  public async call(method: string, path: string, body?: unknown): Promise<Answer> {
    return callSigned(this.outputs.AdminApiUrl, { method, path, body });
  }
}
