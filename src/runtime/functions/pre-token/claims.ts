import type {
  PreTokenGenerationTriggerEvent,
  PreTokenGenerationV2TriggerEvent,
  PreTokenGenerationV3TriggerEvent,
} from 'aws-lambda';
import type { TenantIdsOfUser } from '../../../contract/api';
import { CLAIM } from '../../../contract/claims';

export type PreTokenEvent = PreTokenGenerationTriggerEvent | PreTokenGenerationV2TriggerEvent | PreTokenGenerationV3TriggerEvent;

/** The claims of a user: those of the first active tenant, none without one. */
export function tenantClaims({ tenants, memberships }: TenantIdsOfUser): Record<string, string> | undefined {
  const [tenantId] = tenants;
  if (tenantId === undefined) return undefined;

  const membership = memberships.find((candidate) => candidate.tenantId === tenantId);
  if (membership === undefined) {
    throw new Error('The admin API named a tenant without a membership.');
  }
  return { [CLAIM.tenant]: tenantId, [CLAIM.role]: membership.role };
}

/** The event with the claims in the place that its version has for them. */
export function withClaims(event: PreTokenEvent, claimsToAddOrOverride: Record<string, string>): PreTokenEvent {
  // Cognito takes the groups of the user out of the tokens unless its own list is handed back.
  const groupOverrideDetails = event.request.groupConfiguration;
  if (isVersion1(event)) {
    return { ...event, response: { claimsOverrideDetails: { claimsToAddOrOverride, groupOverrideDetails } } };
  }
  return {
    ...event,
    response: {
      claimsAndScopeOverrideDetails: {
        idTokenGeneration: { claimsToAddOrOverride },
        accessTokenGeneration: { claimsToAddOrOverride },
        groupOverrideDetails,
      },
    },
  } as PreTokenEvent;
}

function isVersion1(event: PreTokenEvent): event is PreTokenGenerationTriggerEvent {
  return event.version === '1';
}
