import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { CloudFormationClient, DescribeStacksCommand, paginateDescribeStackEvents, type StackEvent } from '@aws-sdk/client-cloudformation';
import { outputs as example } from './engine';
import { CDK_ENVIRONMENT } from '../../../local/app/deployment';
import { flatten, type Outputs } from '../../../local/app/outputs';
import { EXAMPLE_CDK_CLI } from '../../../local/examples/example';
import { runCommand } from '../../../local/process/run-command';
import { OWN_APP_VARIABLE, type OwnApp } from '../own-app/own-app';

const APP = path.join(__dirname, '..', 'own-app');

const cloudFormation = new CloudFormationClient({});

/** A stack with its own tenancy, deployed with the CDK CLI as a team does. */
export class OwnStack {
  public readonly name = `Own-${randomUUID().slice(0, 8)}`;

  private readonly directory = mkdtempSync(path.join(tmpdir(), 'own-stack-'));
  /** The synthesized app for each of its settings, so commands with the same settings share it. */
  private readonly assemblies = new Map<string, string>();

  /** @returns the outputs of the stack, with URLs that clients of the engine can reach */
  public async deploy(app: Omit<OwnApp, 'stackName'> = {}): Promise<Outputs> {
    const outputs = path.join(this.directory, 'outputs.json');
    // Without a change set, whose creation only takes time here.
    await this.cdk(app, 'deploy', '--require-approval', 'never', '--method', 'direct', '--outputs-file', outputs);
    return flatten(JSON.parse(readFileSync(outputs, 'utf8')), example.Endpoint);
  }

  public async destroy(app: Omit<OwnApp, 'stackName'> = {}): Promise<void> {
    await this.cdk(app, 'destroy', '--force');
  }

  /** @param mapping resources of the account by logical ids of the stack, in the format of `cdk import` */
  public async import(app: Omit<OwnApp, 'stackName'>, mapping: string): Promise<void> {
    const file = path.join(this.directory, 'kept.json');
    writeFileSync(file, mapping);
    await this.cdk(app, 'import', '--resource-mapping', file);
  }

  public async status(): Promise<{ id: string; status: string }> {
    const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName: this.name }));
    return { id: Stacks![0].StackId!, status: Stacks![0].StackStatus! };
  }

  /** The events of the stack, newest first. */
  public async events(stackId: string): Promise<StackEvent[]> {
    const events: StackEvent[] = [];
    for await (const { StackEvents = [] } of paginateDescribeStackEvents({ client: cloudFormation }, { StackName: stackId })) {
      events.push(...StackEvents);
    }
    return events;
  }

  public forget(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }

  private async cdk(app: Omit<OwnApp, 'stackName'>, command: string, ...args: readonly string[]): Promise<void> {
    await this.run({}, command, this.name, ...args, '--app', await this.assembly({ stackName: this.name, ...app }));
  }

  private async assembly(ownApp: OwnApp): Promise<string> {
    const settings = JSON.stringify(ownApp);
    const known = this.assemblies.get(settings);
    if (known !== undefined) return known;
    const output = path.join(this.directory, `cdk.out-${this.assemblies.size}`);
    await this.run({ [OWN_APP_VARIABLE]: settings }, 'synth', this.name, '--quiet', '--output', output);
    this.assemblies.set(settings, output);
    return output;
  }

  private async run(env: NodeJS.ProcessEnv, command: string, ...args: readonly string[]): Promise<void> {
    await runCommand(EXAMPLE_CDK_CLI, [command, ...args, '--no-notices', '--no-version-reporting', '--ci'], {
      purpose: `cdk ${command}`,
      cwd: APP,
      env: { ...process.env, ...CDK_ENVIRONMENT, ...env },
      signal: new AbortController().signal,
    });
  }
}
