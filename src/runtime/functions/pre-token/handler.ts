import type { Logger } from '@aws-lambda-powertools/logger';
import type { Context } from 'aws-lambda';
import { hasOtherProfile, type PublishUserChanged } from './changed-profile';
import { type PreTokenEvent, tenantClaims, withClaims } from './claims';
import type { RecordSignIn, SignIn } from './sign-in-recorder';
import type { LookUpTenants } from './tenant-lookup';
import { CLAIM } from '../../../contract/claims';
import { LOOKUP_FAILURE_MODE, type LookupFailureMode } from '../../../contract/environment';
import { METRIC } from '../../../contract/metrics';
import { abortAt, type TriggerDeadline } from '../../aws/trigger-deadline';
import { loggable, startLog } from '../../observability/log';
import type { Metrics } from '../../observability/metrics';
import { userIdOf } from '../../users/user-attributes';
import { type PublishUserCreated, userCreatedDetail } from '../../users/user-created';

/** Time that the lookup leaves for publishing an event, and the longest time that a sign-in waits for a change to be published, or for the audit log. In milliseconds. */
const PUBLISH_TIME = 1_000;

export interface PreTokenHandlerProps {
  readonly lookUpTenants: LookUpTenants;
  readonly lookupFailureMode: LookupFailureMode;
  /** Publishes the sign-up of a user without a tenant again. Without it, the user stays without a tenant. */
  readonly publishUserCreated?: PublishUserCreated;
  /** Publishes a change of a user's name or address. Without it, the memberships keep the old values. */
  readonly publishUserChanged?: PublishUserChanged;
  /** Hands a sign-in to the audit log. Without it, sign-ins are not recorded. */
  readonly recordSignIn?: RecordSignIn;
  readonly deadlineOf: TriggerDeadline;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** Cognito pre-token-generation trigger: adds the user's tenant to the tokens. */
export function createHandler(props: PreTokenHandlerProps) {
  const { lookUpTenants, lookupFailureMode, publishUserCreated, publishUserChanged, recordSignIn, deadlineOf, logger, metrics } = props;
  const publishTime = [publishUserCreated, publishUserChanged, recordSignIn].every((publish) => publish === undefined) ? 0 : PUBLISH_TIME;
  return async (event: PreTokenEvent, context: Context): Promise<PreTokenEvent> => {
    const deadline = deadlineOf(context);
    startLog(logger, context.awsRequestId);
    // With version 3, Cognito also calls the trigger for tokens of machines, which do not belong to a user.
    if ((event.triggerSource as string) === 'TokenGeneration_ClientCredentials') {
      return event;
    }

    let lookup;
    try {
      const tenants = await lookUpTenants(userIdOf(event.request.userAttributes), deadline - publishTime);
      lookup = {
        claims: tenantClaims(tenants),
        waitsForTenant: tenants.memberships.length === 0 && !tenants.invited && !tenants.erased,
        isChanged: publishUserChanged !== undefined && hasOtherProfile(tenants, event.userName, event.request.userAttributes),
      };
    } catch (error) {
      logger.error('The tenant of the user could not be looked up', loggable(error));
      metrics.count(METRIC.tenantLookupFailed);
      if (lookupFailureMode === LOOKUP_FAILURE_MODE.omitClaims) {
        return event;
      }
      // Cognito shows this text to the user.
      throw new Error('Signing in is not possible at the moment. Try again in a minute.');
    }

    const tenantId = lookup.claims?.[CLAIM.tenant];
    const publishedBy = Math.min(deadline, Date.now() + PUBLISH_TIME);
    await Promise.all([
      lookup.isChanged ? announceChange(event, publishUserChanged!, publishedBy) : undefined,
      tenantId === undefined ? undefined : record(event, { tenantId, id: context.awsRequestId }, publishedBy),
    ]);
    if (lookup.claims !== undefined) {
      logger.appendKeys({ tenantId });
      return withClaims(event, lookup.claims);
    }
    // A user with a membership already had a tenant, which is not active now, so do not create a second one. No tenant is created for a
    // user who signed up through an invitation, or who was erased.
    if (lookup.waitsForTenant && publishUserCreated !== undefined) {
      await announceAgain(event, publishUserCreated, deadline);
    }
    return event;
  };

  /** Publishes a change. After a failure, the next sign-in or refresh publishes it, because the memberships still differ then. */
  async function announceChange(event: PreTokenEvent, publish: PublishUserChanged, deadline: number): Promise<void> {
    const { userName, request: { userAttributes } } = event;
    try {
      await publish({ userId: userIdOf(userAttributes), userName }, abortAt(deadline));
      metrics.count(METRIC.userChangePublished);
    } catch (error) {
      logger.warn('The change of a user could not be published', loggable(error));
    }
  }

  /** Hands a sign-in to the audit log. It does not fail because of it. */
  async function record(
    { triggerSource, request: { userAttributes } }: PreTokenEvent, signIn: Pick<SignIn, 'tenantId' | 'id'>, deadline: number,
  ): Promise<void> {
    if (recordSignIn === undefined || triggerSource === 'TokenGeneration_RefreshTokens') return;
    try {
      await recordSignIn({ ...signIn, userId: userIdOf(userAttributes), at: new Date().toISOString() }, deadline);
    } catch (error) {
      logger.error('A sign-in could not be handed to the audit log', loggable(error));
      metrics.count(METRIC.signInNotRecorded);
    }
  }

  async function announceAgain(event: PreTokenEvent, publish: PublishUserCreated, deadline: number): Promise<void> {
    try {
      await publish(userCreatedDetail(event.userName, event.request.userAttributes), abortAt(deadline));
      metrics.count(METRIC.signUpRepublished);
      logger.info('The sign-up of a user without a tenant was published again');
    } catch (error) {
      logger.error('The sign-up of a user without a tenant could not be published again', loggable(error));
      metrics.count(METRIC.signUpPublishFailed);
    }
  }
}
