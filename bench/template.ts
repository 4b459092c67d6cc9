import { templateOf, type Resource, type Template } from './apps/synthesize';
import type { Benchmark, Row } from './benchmark';

/** The contents of a template, compared with the article's design. Neither has a dashboard. */
export const template: Benchmark = {
  name: 'template',
  run: async () => {
    const [ours, article] = [measures(templateOf('tenancy')), measures(templateOf('article'))];
    return Object.entries(ours).map(([figure, measured]): Row => ({
      figure,
      measured: String(measured),
      reference: `${article[figure]} in the article's design`,
      result: `${(measured / article[figure]).toFixed(2)} times`,
      target: 'shown',
    }));
  },
};

function measures(synthesized: Template): Record<string, number> {
  const resources = Object.values(synthesized.Resources);
  return {
    'resources': resources.length,
    'bytes of the template, without blanks': JSON.stringify(synthesized).length,
    'functions': resources.filter(({ Type }) => Type === 'AWS::Lambda::Function').length,
    'IAM statements': resources.flatMap(statementsOf).length,
  };
}

/** The statements of all policies: those of roles, and those of resources. */
function statementsOf({ Properties = {} }: Resource): unknown[] {
  const { PolicyDocument, AssumeRolePolicyDocument, Policies = [] } = Properties;
  const documents = [PolicyDocument, AssumeRolePolicyDocument, ...Array.isArray(Policies) ? Policies.map((policy) => policy.PolicyDocument) : []];
  return documents.flatMap((document) => document?.Statement ?? []);
}
