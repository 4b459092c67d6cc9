/** What AWS knows the resources of a deployed template by: physical names, exports, and the metrics that are counted or watched. */
import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';

interface Resource {
  readonly Type: string;
  readonly Properties?: Record<string, any>;
}

/** Names that are known within another resource only, and the property that refers to it. All other names are taken for global. */
const PARENT_PROPERTY: Readonly<Record<string, string>> = {
  'AWS::ApiGateway::Authorizer': 'RestApiId',
  'AWS::ApiGateway::Stage': 'RestApiId',
  'AWS::IAM::Policy': 'Roles',
};

/**
 * The identities in the template of a stack, as they are when it is deployed.
 *
 * @param deployment Stands for everything that CloudFormation makes unique to a stack: its id, and the ids of its resources.
 */
export function identitiesOf(stack: Stack, deployment: string): string[] {
  const template = Template.fromStack(stack).toJSON();
  const { Resources, Outputs } = evaluate({ Resources: template.Resources, Outputs: template.Outputs ?? {} }, deployment);
  const resources = Object.values<Resource>(Resources);
  const exports = Object.values<any>(Outputs).flatMap(({ Export }) => (Export ? [`export ${Export.Name}`] : []));
  return [...resources.flatMap(namesOf), ...exports, ...metricsIn(Resources)];
}

/** The names that a resource is given, beside those that CloudFormation makes up. */
function namesOf({ Type, Properties = {} }: Resource): string[] {
  const parts = [Properties, ...Object.entries(Properties).filter(([key]) => key.endsWith('Config')).map(([, value]) => value)];
  const parent = PARENT_PROPERTY[Type];
  const within = parent === undefined ? '' : ` within ${JSON.stringify(Properties[parent])}`;
  return parts
    .flatMap((part) => Object.entries<unknown>(part))
    .filter(([key, value]) => key.endsWith('Name') && key !== 'MetricName' && typeof value === 'string')
    .map(([key, value]) => `${Type} ${key} ${value}${within}`);
}

/** Metrics of alarms, of metric filters and of dashboards, however deep. */
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
  return widgets.flatMap(({ properties }: any) => properties.metrics)
    .map((parts: unknown[]) => parts.filter((part): part is string => typeof part === 'string'))
    .filter((parts: string[]) => parts.length > 0)
    .map(([namespace, name, ...dimensions]: string[]) => metric(
      namespace, name, dimensions.flatMap((text, index) => (index % 2 === 0 ? [[text, dimensions[index + 1]]] : [])),
    ));
}

function metric(namespace: string, name: string, dimensions: string[][]): string {
  return `metric ${namespace} ${name} ${JSON.stringify(dimensions.sort(([one], [other]) => one.localeCompare(other)))}`;
}

/** Puts values in the place of CloudFormation's functions. */
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
          throw new Error(`${key} cannot be evaluated here yet: add it.`);
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
