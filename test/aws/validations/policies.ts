import { AccessAnalyzerClient, paginateValidatePolicy, type ValidatePolicyFindingType } from '@aws-sdk/client-accessanalyzer';
import type { Finding } from './finding';
import { observed } from '../support/observed';
import type { TemplatePolicy } from '../template/policies';

const FAILING: readonly ValidatePolicyFindingType[] = ['ERROR', 'SECURITY_WARNING'];

/** Validates policies with IAM Access Analyzer. */
export async function validatePolicies(policies: readonly TemplatePolicy[]): Promise<Finding[]> {
  const client = observed(new AccessAnalyzerClient({}));
  const found: Finding[] = [];
  for (const { at, policyType, resourceType, document } of policies) {
    const pages = paginateValidatePolicy({ client }, { policyDocument: document, policyType, validatePolicyResourceType: resourceType, locale: 'EN' });
    for await (const { findings = [] } of pages) {
      found.push(...findings.map(({ findingType, issueCode, findingDetails, learnMoreLink }): Finding => ({
        at, fails: FAILING.includes(findingType!), words: `${findingType} ${issueCode}: ${findingDetails} ${learnMoreLink}`,
      })));
    }
  }
  return found;
}
