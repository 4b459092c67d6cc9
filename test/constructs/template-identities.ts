/** The global identities in a deployed template: physical names, exports, and metrics that are counted or watched. */
import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';

interface Resource {
  readonly Type: string;
  readonly Properties?: Record<string, any>;
}

/** Names that are unique only within another resource, with the property that refers to it. All other names are treated as global. */
const PARENT_PROPERTY: Readonly<Record<string, string>> = {
  'AWS::ApiGateway::Authorizer': 'RestApiId',
  'AWS::ApiGateway::Stage': 'RestApiId',
  'AWS::IAM::Policy': 'Roles',
};

/**
 * Returns the identities in the template of a stack after its deployment.
 *
 * @param deployment Replaces everything that CloudFormation generates for a stack: its id, and the ids of its resources.
 */
export function identitiesOf(stack: Stack, deployment: string): string[] {
  const template = Template.fromStack(stack).toJSON();
  const { Resources, Outputs } = evaluate({ Resources: template.Resources, Outputs: template.Outputs ?? {} }, deployment);
  const resources = Object.values<Resource>(Resources);
  const exports = Object.values<any>(Outputs).flatMap(({ Export }) => (Export ? [`export ${Export.Name}`] : []));
  return [...resources.flatMap(namesOf), ...exports, ...metricsIn(Resources)];
}

/** The names that a template sets, instead of CloudFormation. */
function namesOf({ Type, Properties = {} }: Resource): string[] {
  const parts = [Properties, ...Object.entries(Properties).filter(([key]) => key.endsWith('Config')).map(([, value]) => value)];
  const parent = PARENT_PROPERTY[Type];
  const within = parent === undefined ? '' : ` within ${JSON.stringify(Properties[parent])}`;
  return parts
    .flatMap((part) => Object.entries<unknown>(part))
    .filter(([key, value]) => key.endsWith('Name') && key !== 'MetricName' && typeof value === 'string')
    .map(([key, value]) => `${Type} ${key} ${value}${within}`);
}

/** The metrics of alarms, metric filters and dashboards, at any depth. */
function metricsIn(value: any): string[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  const { MetricName, Namespace = value.MetricNamespace, Dimensions = [], DashboardBody } = value;
  const nested = Object.values(value).flatMap(metricsIn);
  if (DashboardBody !== undefined) {
    return [...nested, ...metricsOfDashboard(DashboardBody)];
  }
  if (typeof MetricName !== 'string') {
    return nested;
  }
  return [...nested, metric(Namespace, MetricName, Dimensions.map(({ Name, Value }: any) => [Name, Value]))];
}

function metricsOfDashboard(body: string): string[] {
  const { widgets } = JSON.parse(body);
  return widgets.flatMap(({ properties }: any) => properties.metrics ?? [])
    .map((parts: unknown[]) => parts.filter((part): part is string => typeof part === 'string'))
    .filter((parts: string[]) => parts.length > 0)
    .map(([namespace, name, ...dimensions]: string[]) => metric(
      namespace, name, dimensions.flatMap((text, index) => (index % 2 === 0 ? [[text, dimensions[index + 1]]] : [])),
    ));
}

function metric(namespace: string, name: string, dimensions: string[][]): string {
  return `metric ${namespace} ${name} ${JSON.stringify(dimensions.sort(([one], [other]) => one.localeCompare(other)))}`;
}

/** Replaces CloudFormation's functions by values. */
function evaluate(value: any, deployment: string): any {
  if (Array.isArray(value)) {
    return value.map((entry) => evaluate(entry, deployment));
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const [[key, argument] = [], ...others] = Object.entries<any>(value);
  const evaluated = () => evaluate(argument, deployment);
  if (others.length === 0) {
    switch (key) {
      case 'Ref': return refer(argument, deployment);
      case 'Fn::GetAtt': return `${deployment}:${[argument].flat().join('.')}`;
      case 'Fn::Join': return evaluated()[1].join(argument[0]);
      case 'Fn::Split': return evaluated()[1].split(argument[0]);
      case 'Fn::Select': return evaluated()[1][argument[0]];
      case 'Fn::Sub': return argument.replace(/\$\{([^}]+)\}/g, (_: string, name: string) => refer(name, deployment));
      case 'Fn::FindInMap': return JSON.stringify(argument);
      case undefined: return value;
      default:
        if (key!.startsWith('Fn::')) {
          throw new Error(`${key} is not supported here. Add it to this function.`);
        }
    }
  }
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, evaluate(entry, deployment)]));
}

function refer(name: string, deployment: string): string {
  switch (name) {
    case 'AWS::StackId': return `arn:aws:cloudformation:eu-north-1:123456789012:stack/${deployment}/uuid-of-${deployment}`;
    case 'AWS::StackName': return deployment;
    default: return name.startsWith('AWS::') ? name : `${deployment}:${name}`;
  }
}
