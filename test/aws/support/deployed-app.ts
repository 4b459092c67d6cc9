import { randomUUID } from 'node:crypto';
import { CloudFormationClient, paginateListStackResources } from '@aws-sdk/client-cloudformation';
import { observed } from './observed';
import { People } from './people';
import { eventually } from '../../../local/client/eventually';
import { type DeploymentOutputs, readOutputs } from '../../../local/client/outputs';
import { type OBJECTS_BUCKET_OUTPUT, temporaryPrefix } from '../names';

/** Environment variable with the name of the stack to check. */
export const STACK_NAME_VARIABLE = 'STACK_NAME';

const ASK_EVERY_MS = { aws: 1000, engine: 50 };

export interface TestOutputs extends DeploymentOutputs {
  readonly [OBJECTS_BUCKET_OUTPUT]: string;
}

export interface StackResource {
  readonly type: string;
  readonly logicalId: string;
  readonly physicalId: string;
}

/** The deployed app, for the checks. */
export class DeployedApp {
  readonly outputs = readOutputs() as TestOutputs;
  readonly stackName = process.env[STACK_NAME_VARIABLE]!;
  readonly people = new People(this.outputs, (what, ask, withinMs) => this.eventually(what, ask, withinMs));

  private resourceList: Promise<StackResource[]> | undefined;

  /** @param signal Aborts when the run is interrupted. */
  constructor(readonly signal: AbortSignal) {}

  /** Whether this is the local engine: then results say nothing about AWS. */
  get isEngine(): boolean {
    return isEngine();
  }

  /** Waits for something that happens soon: asks again until there is an answer. On AWS it asks less often, because of request limits. */
  async eventually<T>(what: string, ask: () => Promise<T | undefined>, withinMs?: number): Promise<T> {
    return eventually(what, ask, withinMs, { everyMs: this.isEngine ? ASK_EVERY_MS.engine : ASK_EVERY_MS.aws, signal: this.signal });
  }

  /** A name for a resource that a check creates. By this name it is found and removed even if the check is killed. */
  temporaryName(purpose: string): string {
    return `${temporaryPrefix(this.stackName)}${purpose}-${randomUUID().slice(0, 8)}`;
  }

  /** The resources of the stack. */
  async resources(): Promise<StackResource[]> {
    this.resourceList ??= resourcesOf(this.stackName);
    return this.resourceList;
  }

  /** The only resource of a type whose logical id contains a text. */
  async resource(type: string, part: string): Promise<StackResource> {
    const found = (await this.resources()).filter((resource) => resource.type === type && resource.logicalId.includes(part));
    if (found.length !== 1) {
      throw new Error(`The stack must have one ${type} with ${part} in its logical id, but has ${found.length}.`);
    }
    return found[0];
  }
}

/** Whether the AWS clients of this process use another endpoint than AWS. */
export function isEngine(): boolean {
  return process.env.AWS_ENDPOINT_URL !== undefined;
}

/** The existing resources of a stack. For a deleted stack (named by its id), the resources that it had. */
export async function resourcesOf(stackName: string): Promise<StackResource[]> {
  const resources: StackResource[] = [];
  const client = observed(new CloudFormationClient({}));
  for await (const { StackResourceSummaries = [] } of paginateListStackResources({ client }, { StackName: stackName })) {
    for (const { ResourceType, LogicalResourceId, PhysicalResourceId } of StackResourceSummaries) {
      if (PhysicalResourceId) {
        resources.push({ type: ResourceType!, logicalId: LogicalResourceId!, physicalId: PhysicalResourceId });
      }
    }
  }
  return resources;
}
