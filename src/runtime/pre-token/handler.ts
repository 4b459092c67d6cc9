import type { Logger } from '@aws-lambda-powertools/logger';
import type { Metrics } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';
import { type PreTokenEvent, tenantClaims, withClaims } from './claims';
import type { LookUpTenants } from './tenant-lookup';
import { CLAIM } from '../../contract/claims';
import { LOOKUP_FAILURE_MODE, type LookupFailureMode } from '../../contract/environment';
import { METRIC } from '../../contract/metrics';
import { loggable, startLog } from '../shared/log';
import { count } from '../shared/metrics';
import { abortAt, type TriggerDeadline } from '../shared/trigger-deadline';
import { userIdOf } from '../shared/user-attributes';
import { type PublishUserCreated, userCreatedDetail } from '../shared/user-created';

/** What the lookup leaves for announcing a user without a tenant, in milliseconds. */
const PUBLISH_TIME = 1_000;

export interface PreTokenHandlerProps {
  readonly lookUpTenants: LookUpTenants;
  readonly lookupFailureMode: LookupFailureMode;
  /** Announces a user without a tenant again; left out, such a user stays without. */
  readonly publishUserCreated?: PublishUserCreated;
  readonly deadlineOf: TriggerDeadline;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** Cognito pre-token-generation trigger: puts the user's tenant in the tokens. */
export function createHandler(props: PreTokenHandlerProps) {
  const { lookUpTenants, lookupFailureMode, publishUserCreated, deadlineOf, logger, metrics } = props;
  return async (event: PreTokenEvent, context: Context): Promise<PreTokenEvent> => {
    const deadline = deadlineOf(context);
    startLog(logger, context.awsRequestId);
    // Version 3 also asks about tokens of machines, and those belong to no user.
    if ((event.triggerSource as string) === 'TokenGeneration_ClientCredentials') {
      return event;
    }

    let lookup;
    try {
      const answer = await lookUpTenants(
        userIdOf(event.request.userAttributes), publishUserCreated === undefined ? deadline : deadline - PUBLISH_TIME,
      );
      lookup = { claims: tenantClaims(answer), waitsForTenant: answer.memberships.length === 0 && !answer.invited };
    } catch (error) {
      logger.error('The tenant of the user could not be looked up', loggable(error));
      count(metrics, METRIC.tenantLookupFailed);
      if (lookupFailureMode === LOOKUP_FAILURE_MODE.omitClaims) {
        return event;
      }
      // Cognito shows this text to the user.
      throw new Error('Signing in is not possible at the moment. Try again in a minute.');
    }

    if (lookup.claims !== undefined) {
      logger.appendKeys({ tenantId: lookup.claims[CLAIM.tenant] });
      return withClaims(event, lookup.claims);
    }
    // A user who has a membership has had a tenant: it is not active now, and a second one would not be right. A user who signed up
    // through an invitation has no tenant of their own.
    if (lookup.waitsForTenant && publishUserCreated !== undefined) {
      await announceAgain(event, publishUserCreated, deadline);
    }
    return event;
  };

  async function announceAgain(event: PreTokenEvent, publish: PublishUserCreated, deadline: number): Promise<void> {
    try {
      await publish(userCreatedDetail(event.userName, event.request.userAttributes), abortAt(deadline));
      count(metrics, METRIC.signUpRepublished);
      logger.info('A user without a tenant was announced again');
    } catch (error) {
      logger.error('A user without a tenant could not be announced again', loggable(error));
      count(metrics, METRIC.signUpPublishFailed);
    }
  }
}
