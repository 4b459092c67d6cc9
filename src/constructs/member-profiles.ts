import { Duration, aws_cognito as cognito, aws_events as events, aws_iam as iam, aws_lambda as lambda } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { FunctionOptions } from './function-options';
import type { MemberProfilesEnvironment } from '../contract/environment';
import { DETAIL_TYPE, eventSources } from '../contract/events';
import { callOnEvents } from './private/functions/event-rule';
import { requireSameEnvironment } from './private/functions/pool-environment';
import { createRuntimeFunction } from './private/functions/runtime-function';
import { inlineRightsOf } from './private/rights/inline-rights';
import { grantProfiles } from './private/tables/table-rights';
import { inOneCdk } from './private/validation/one-cdk';
import { TenantCreationSaga } from './tenant-creation-saga';

/**
 * Properties of `MemberProfiles`.
 */
export interface MemberProfilesProps {
  /**
   * The saga whose tables contain the memberships. Changes arrive on its bus. Changes that fail permanently go to its dead-letter queue.
   */
  readonly saga: TenantCreationSaga;

  /**
   * The pool of the users. The function reads the name and the email address of a changed user from it. The pool must be in the account
   * and Region of this construct.
   */
  readonly userPool: cognito.IUserPool;

  /**
   * Memory, tracing and logs of the function.
   *
   * @default - 512 MiB, traces are sent, logs are kept for one month
   */
  readonly functionOptions?: FunctionOptions;
}

/**
 * Updates the memberships of a user whose name or email address has changed.
 *
 * `PreTokenEnricher` detects the change at the next sign-in or refresh and puts `<applicationName>.user` / `changed` on the bus. The
 * function reads the user from the pool and updates the memberships. It can write names and addresses, but not roles. It copies an
 * address only if it is verified.
 *
 * A failed call is retried twice. Then the event goes to the saga's dead-letter queue. `POST /repairs` puts it on the bus again.
 */
export class MemberProfiles extends Construct {
  /**
   * The function that updates memberships. Its own role has the rights, because a user can be in several tenants.
   */
  public readonly handler: lambda.Function;

  /**
   * The bus that changes of users are published on.
   */
  public readonly eventBus: events.IEventBus;

  /**
   * @param scope Where to add the construct.
   * @param id Id of the construct within the scope.
   * @param props Properties of the construct.
   *
   * @throws an error if the pool is known to be in another account or Region
   */
  public constructor(scope: Construct, id: string, props: MemberProfilesProps) {
    super(inOneCdk(scope, id, props), id);
    const { saga: { applicationName, deadLetterQueue, eventBus, tables: { users } }, userPool } = props;
    requireSameEnvironment(this, userPool);
    this.eventBus = eventBus;

    const environment: MemberProfilesEnvironment = {
      TENANCY_USERS_TABLE_NAME: users.tableName,
      TENANCY_USER_POOL_ID: userPool.userPoolId,
    };
    this.handler = createRuntimeFunction(this, 'Handler', {
      bundle: 'member-profiles',
      description: 'Updates the memberships of users whose name or address has changed',
      serviceName: applicationName,
      options: props.functionOptions,
      environment,
      // A user in 50 tenants needs about 50 writes.
      timeout: Duration.minutes(1),
      deadLetterQueue,
    });
    const grantee = inlineRightsOf(this.handler);
    grantProfiles(grantee, users);
    iam.Grant.addToPrincipal({ grantee, actions: ['cognito-idp:AdminGetUser'], resourceArns: [userPool.userPoolArn] });

    callOnEvents(this, 'Rule', {
      description: `Update the memberships of users of ${applicationName} who have changed`,
      eventBus,
      source: eventSources(applicationName).user,
      detailTypes: [DETAIL_TYPE.changed],
      handler: this.handler,
      deadLetterQueue,
    });
  }
}
