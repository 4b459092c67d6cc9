import type {
  PreTokenGenerationTriggerEvent,
  PreTokenGenerationV2TriggerEvent,
  PreTokenGenerationV3TriggerEvent,
} from 'aws-lambda';
import type { TenantIdsOfUser } from '../../../contract/api';
import { CLAIM, TENANT_ACCESS } from '../../../contract/claims';

export type PreTokenEvent = PreTokenGenerationTriggerEvent | PreTokenGenerationV2TriggerEvent | PreTokenGenerationV3TriggerEvent;

/** Returns the claims of a user for the first active tenant, or for the tenant that the user can only read; nothing without such a tenant. */
export function tenantClaims({ tenants, readOnlyTenant, memberships }: TenantIdsOfUser): Record<string, string> | undefined {
  const tenantId = readOnlyTenant ?? tenants[0];
  if (tenantId === undefined) return undefined;

  const membership = memberships.find((candidate) => candidate.tenantId === tenantId);
  if (membership === undefined) {
    throw new Error('The tenant of the token must have a membership in the response of a lookup, but has none.');
  }
  return {
    [CLAIM.tenant]: tenantId,
    [CLAIM.role]: membership.role,
    ...readOnlyTenant !== undefined && { [CLAIM.access]: TENANT_ACCESS.readOnly },
  };
}

/** Adds claims to the response of an event. Each version of the event has its own place for them. */
export function withClaims(event: PreTokenEvent, claimsToAddOrOverride: Record<string, string>): PreTokenEvent {
  // Without this list, which is Cognito's own, Cognito removes the user's groups from the tokens.
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
