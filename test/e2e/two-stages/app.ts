/** The same tenancy in two stages of one account and Region, each with its alarms. */
import { App, RemovalPolicy, Stack, Stage, aws_sns as sns } from 'aws-cdk-lib';
import { STAGES_VARIABLE } from './stages';
import { Tenancy, TenancyAlarmName } from '../../../src';

const app = new App();
for (const name of process.env[STAGES_VARIABLE]!.split(',')) {
  const stack = new Stack(new Stage(app, name), 'Main');
  const tenancy = new Tenancy(stack, 'Tenancy', { applicationName: 'twice', dashboard: {}, removalPolicy: RemovalPolicy.DESTROY });
  tenancy.addStackOutputs();
  tenancy.addMonitoring({
    criticalTopic: new sns.Topic(stack, 'Operators'),
    // The engine does not support alarms on several metrics, such as those of both machines of the saga.
    alarms: { [TenancyAlarmName.SAGA_FAILED]: { enabled: false }, [TenancyAlarmName.SAGA_TIMED_OUT]: { enabled: false } },
  });
}
