import type {
  PreTokenGenerationTriggerEvent,
  PreTokenGenerationV2TriggerEvent,
  PreTokenGenerationV3TriggerEvent,
} from 'aws-lambda';
import type { TenantIdsOfUser } from '../../../contract/api';
import { CLAIM } from '../../../contract/claims';

export type PreTokenEvent = PreTokenGenerationTriggerEvent | PreTokenGenerationV2TriggerEvent | PreTokenGenerationV3TriggerEvent;

/** Returns the claims of a user for the first active tenant; nothing without an active tenant. */
export function tenantClaims({ tenants, memberships }: TenantIdsOfUser): Record<string, string> | undefined {
  const [tenantId] = tenants;
  if (tenantId === undefined) return undefined;

  const membership = memberships.find((candidate) => candidate.tenantId === tenantId);
  if (membership === undefined) {
    throw new Error('Each tenant in the response of a lookup must have a membership, but the first one has none.');
  }
  return { [CLAIM.tenant]: tenantId, [CLAIM.role]: membership.role };
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
