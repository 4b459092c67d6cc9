import type { Target } from './account/target';
import { estimateCost, type Cost } from './cost';
import { countByType, type Counts } from './template/counts';
import type { Template } from './template/template';

/** Types that the plan lists by name. The other types are summed up. */
const NAMED: ReadonlyArray<readonly [type: string, one: string, many: string]> = [
  ['AWS::Cognito::UserPool', 'user pool', 'user pools'],
  ['AWS::DynamoDB::Table', 'table', 'tables'],
  ['AWS::ApiGateway::RestApi', 'REST API', 'REST APIs'],
  ['AWS::Lambda::Function', 'function', 'functions'],
  ['AWS::StepFunctions::StateMachine', 'state machine', 'state machines'],
  ['AWS::Events::EventBus', 'event bus', 'event buses'],
  ['AWS::SQS::Queue', 'queue', 'queues'],
  ['AWS::S3::Bucket', 'bucket', 'buckets'],
  ['AWS::CloudFront::Distribution', 'CloudFront distribution', 'CloudFront distributions'],
  ['AWS::IAM::Role', 'role', 'roles'],
  ['AWS::Logs::LogGroup', 'log group', 'log groups'],
  ['AWS::CloudWatch::Alarm', 'alarm', 'alarms'],
];

/** Duration of a complete run in minutes. CloudFront takes most of the first and the last. */
export const MINUTES = { deploy: 8, checks: 8, remove: 10 };

/** The resources of a template in words. */
export function describeResources(counts: Counts): string {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const named = NAMED.filter(([type]) => counts.has(type));
  const rest = total - named.reduce((sum, [type]) => sum + counts.get(type)!, 0);
  const words = named.map(([type, one, many]) => `${counts.get(type)} ${counts.get(type) === 1 ? one : many}`);
  return `${total} resources: ${words.join(', ')}, and ${rest} ${rest === 1 ? 'other' : 'others'}.`;
}

export interface Plan {
  readonly target: Pick<Target, 'account' | 'region'>;
  /** The endpoint that replaces AWS; undefined for AWS. */
  readonly endpoint: string | undefined;
  readonly stackName: string;
  readonly template: Template;
  readonly checks: readonly string[];
  /** Whether the run also validates the template and plays the story. A run with `--only` does not. */
  readonly isWhole: boolean;
}

/** Describes a run before it starts. */
export function describePlan({ target, endpoint, stackName, template, checks, isWhole }: Plan): string {
  const counts = countByType(template);
  // A check takes less than a minute.
  const ofChecks = isWhole ? MINUTES.checks : Math.min(MINUTES.checks, checks.length);
  const minutes = MINUTES.deploy + ofChecks + MINUTES.remove;
  const steps = [
    ...isWhole ? ['Validates the state machines and policies of the template.'] : [],
    `Deploys the example as stack ${stackName}, with ${describeResources(counts)}
     All of them can be deleted, and have the tag of the run.`,
    `Runs ${isWhole ? 'the story of the demo and ' : ''}${checks.length} checks (${checks.join(', ')}) with invented users.
     Cognito sends about five mails to the mailbox simulator of Amazon SES. An account can send 50 mails a day with Cognito. Checks
     temporarily create a rule and a queue, and temporarily break the hook and the saga.`,
    `Removes everything, including the log groups that services create beside the stack, also after a failure and after Ctrl-C. If the run is
     killed, "npm run test:aws -- --clean --yes" does that. The resources of "cdk bootstrap" stay, and so do the assets in its bucket
     ("cdk gc" removes them).`,
  ];
  return `Account ${target.account}, Region ${target.region}, on ${endpoint === undefined ? 'AWS' : `the service at ${endpoint}, which is not AWS`}.

This run
${steps.map((step, index) => `  ${index + 1}. ${step}`).join('\n')}

It takes about ${minutes} minutes: ${MINUTES.deploy} to deploy, ${ofChecks} for the checks, ${MINUTES.remove} to remove. CloudFront takes most of this time.
${describeCost(estimateCost(counts, minutes))}
The Region must be bootstrapped (cdk bootstrap), and the credentials must allow all of this. Use an account for tests.
`;
}

function describeCost({ total, lines }: Cost): string {
  return [
    `It costs about ${total.toFixed(2)} USD (an estimate from list prices of us-east-1, without free tiers):`,
    ...lines.map(({ what, usd }) => `  ${usd.toFixed(4)}  ${what}`),
  ].join('\n');
}
