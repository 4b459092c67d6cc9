import type { Logger } from '@aws-lambda-powertools/logger';
import type { Metrics } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';
import { hasOtherProfile, type PublishUserChanged } from './changed-profile';
import { type PreTokenEvent, tenantClaims, withClaims } from './claims';
import type { LookUpTenants } from './tenant-lookup';
import { CLAIM } from '../../../contract/claims';
import { LOOKUP_FAILURE_MODE, type LookupFailureMode } from '../../../contract/environment';
import { METRIC } from '../../../contract/metrics';
import { abortAt, type TriggerDeadline } from '../../aws/trigger-deadline';
import { loggable, startLog } from '../../observability/log';
import { count } from '../../observability/metrics';
import { userIdOf } from '../../users/user-attributes';
import { type PublishUserCreated, userCreatedDetail } from '../../users/user-created';

/** What the lookup leaves for announcing a user, and as long as a sign-in waits for that, in milliseconds. */
const PUBLISH_TIME = 1_000;

export interface PreTokenHandlerProps {
  readonly lookUpTenants: LookUpTenants;
  readonly lookupFailureMode: LookupFailureMode;
  /** Announces a user without a tenant again; left out, such a user stays without. */
  readonly publishUserCreated?: PublishUserCreated;
  /** Announces a user whose memberships have another name or address; left out, they keep those. */
  readonly publishUserChanged?: PublishUserChanged;
  readonly deadlineOf: TriggerDeadline;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** Cognito pre-token-generation trigger: puts the user's tenant in the tokens. */
export function createHandler(props: PreTokenHandlerProps) {
  const { lookUpTenants, lookupFailureMode, publishUserCreated, publishUserChanged, deadlineOf, logger, metrics } = props;
  const publishTime = publishUserCreated === undefined && publishUserChanged === undefined ? 0 : PUBLISH_TIME;
  return async (event: PreTokenEvent, context: Context): Promise<PreTokenEvent> => {
    const deadline = deadlineOf(context);
    startLog(logger, context.awsRequestId);
    // Version 3 also asks about tokens of machines, and those belong to no user.
    if ((event.triggerSource as string) === 'TokenGeneration_ClientCredentials') {
      return event;
    }

    let lookup;
    try {
      const answer = await lookUpTenants(userIdOf(event.request.userAttributes), deadline - publishTime);
      lookup = {
        claims: tenantClaims(answer),
        waitsForTenant: answer.memberships.length === 0 && !answer.invited,
        isChanged: publishUserChanged !== undefined && hasOtherProfile(answer, event.userName, event.request.userAttributes),
      };
    } catch (error) {
      logger.error('The tenant of the user could not be looked up', loggable(error));
      count(metrics, METRIC.tenantLookupFailed);
      if (lookupFailureMode === LOOKUP_FAILURE_MODE.omitClaims) {
        return event;
      }
      // Cognito shows this text to the user.
      throw new Error('Signing in is not possible at the moment. Try again in a minute.');
    }

    if (lookup.isChanged) {
      await announceChange(event, publishUserChanged!, Math.min(deadline, Date.now() + PUBLISH_TIME));
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

  /** A change that is not announced now is announced at the next sign-in or refresh: the memberships still have another name or address then. */
  async function announceChange(event: PreTokenEvent, publish: PublishUserChanged, deadline: number): Promise<void> {
    const { userName, request: { userAttributes } } = event;
    try {
      await publish({ userId: userIdOf(userAttributes), userName }, abortAt(deadline));
      count(metrics, METRIC.userChangePublished);
    } catch (error) {
      logger.warn('A user whose name or address has changed could not be announced', loggable(error));
    }
  }

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
