import {
  Arn, ArnFormat, Duration, Stack, Token, TokenComparison, aws_cloudwatch as cloudwatch, aws_cognito as cognito, aws_events as events, aws_iam as iam,
  aws_lambda as lambda,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { FunctionOptions } from './function-options';
import { MemberProfiles } from './member-profiles';
import { LOOKUP_FAILURE_MODE, type PreTokenEnvironment, TENANT_LOOKUP_MODE } from '../contract/environment';
import { METRIC } from '../contract/metrics';
import { emittedMetric, type MetricSource } from './private/functions/metrics';
import { createRuntimeFunction } from './private/functions/runtime-function';
import { inlineRightsOf } from './private/rights/inline-rights';
import { attachTrigger, isOwnedUserPool, triggersOf } from './private/user-pool/user-pool-trigger';
import { validateApplicationName } from './private/validation/application-name';
import { ConstructError } from './private/validation/construct-error';
import { inOneCdk, requireOneCdk } from './private/validation/one-cdk';
import { ITenantAdminApi, TenantAdminApi } from './tenant-admin-api';
import { TenantAuditLog } from './tenant-audit-log';

/**
 * The version of the event that Cognito sends to the pre-token-generation trigger.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */
export enum PreTokenEventVersion {
  /**
   * Claims go into the ID token only. For pools on the Lite plan.
   */
  V1_0 = 'V1_0',

  /**
   * Claims go into the ID token and the access token. Needs the Essentials or Plus plan.
   */
  V2_0 = 'V2_0',
}

/**
 * How the pre-token function looks up the tenant of a user. Both ways return the same, with the credentials of the function.
 */
export enum TenantLookup {
  /**
   * A request to the admin API (SigV4, `execute-api:Invoke` on `GET /tenants/{userId}`). It is in the access log of the API, and is limited by
   * the API's throttling.
   */
  ADMIN_API = 'ADMIN_API',

  /**
   * An invocation of a function that only looks up one user (`lambda:InvokeFunction` on this function). It is faster and costs less, because no
   * gateway is involved.
   */
  DIRECT = 'DIRECT',
}

/**
 * The result of a sign-in when the user's tenant cannot be looked up.
 */
export enum LookupFailure {
  /**
   * The sign-in fails. A refresh fails too, and the user keeps the current tokens.
   */
  DENY = 'DENY',

  /**
   * The user gets tokens without a tenant. Every tenant route refuses them.
   */
  OMIT_CLAIMS = 'OMIT_CLAIMS',
}

/**
 * Properties of `PreTokenEnricher`.
 */
export interface PreTokenEnricherProps {
  /**
   * Name of the application: 2 to 63 lower-case letters, digits and hyphens, beginning with a letter.
   */
  readonly applicationName: string;

  /**
   * The API that returns the tenants of a user.
   */
  readonly adminApi: ITenantAdminApi;

  /**
   * How the function looks up the tenant of a user. `DIRECT` adds a function to the stack of an admin API that this app creates.
   *
   * @default - `TenantLookup.DIRECT`, or `TenantLookup.ADMIN_API` for an admin API that is imported without `lookUpFunctionArn`
   */
  readonly lookup?: TenantLookup;

  /**
   * The pool whose tokens get the claims. It must be in the account and Region of this construct.
   *
   * If this app creates the pool, its trigger is set. For an imported pool, only Cognito's permission is added, and a warning says which
   * trigger to set by hand.
   *
   * @default - no pool; set the pre-token-generation trigger to `handler` yourself
   */
  readonly userPool?: cognito.IUserPool;

  /**
   * The version of the trigger event.
   *
   * @default PreTokenEventVersion.V2_0
   */
  readonly eventVersion?: PreTokenEventVersion;

  /**
   * The result of a sign-in when the tenant cannot be looked up.
   *
   * @default LookupFailure.DENY
   */
  readonly onLookupFailure?: LookupFailure;

  /**
   * The bus for users who sign in without a tenant. They are published again as if they had just signed up. They get a tenant even if their
   * sign-up was lost, or if an administrator created, imported or migrated them.
   *
   * @default - users without a tenant get none
   */
  readonly eventBus?: events.IEventBus;

  /**
   * Updates the memberships of a user whose name or email address has changed. Changes are detected at the next sign-in or refresh.
   *
   * @default - memberships keep the name and the address from the time of joining
   */
  readonly memberProfiles?: MemberProfiles;

  /**
   * Memory, tracing and logs of the function.
   *
   * @default - 512 MiB, traces are sent, logs are kept for one month
   */
  readonly functionOptions?: FunctionOptions;
}

/**
 * Adds the user's tenant to the tokens, at sign-in and at every refresh: claims `tenant` and `tenant_role`.
 *
 * The tenant comes from a function that can only look up one user, or from the admin API; `lookup` decides. Each is called with the AWS
 * credentials of the enricher's function. Data that a user can write has no influence. A failed call is retried once, within the 5 seconds
 * that Cognito waits.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */
export class PreTokenEnricher extends Construct {
  /**
   * The function that Cognito calls before it issues tokens.
   */
  public readonly handler: lambda.Function;

  private readonly metricSource: MetricSource;

  /**
   * @param scope Where to add the construct.
   * @param id Id of the construct within the scope.
   * @param props Properties of the enricher.
   * @throws an error for `TenantLookup.DIRECT` with an admin API that is imported without `lookUpFunctionArn`
   */
  public constructor(scope: Construct, id: string, props: PreTokenEnricherProps) {
    super(inOneCdk(scope, id, props), id);
    validateApplicationName(this, props.applicationName);

    const lookUpFunctionArn = this.lookUpFunctionArnOf(props);
    const environment: PreTokenEnvironment = {
      TENANCY_APPLICATION_NAME: props.applicationName,
      ...lookUpFunctionArn === undefined
        ? { TENANCY_LOOKUP: TENANT_LOOKUP_MODE.adminApi, TENANCY_LOOKUP_URL: urlOfApi(props.adminApi) }
        : { TENANCY_LOOKUP: TENANT_LOOKUP_MODE.direct, TENANCY_LOOKUP_URL: this.urlOfFunction(lookUpFunctionArn) },
      TENANCY_LOOKUP_FAILURE: LOOKUP_FAILURE_MODE[props.onLookupFailure === LookupFailure.OMIT_CLAIMS ? 'omitClaims' : 'deny'],
      TENANCY_EVENT_BUS_NAME: props.eventBus?.eventBusName ?? '',
      TENANCY_CHANGED_USERS_BUS_NAME: props.memberProfiles?.eventBus.eventBusName ?? '',
      TENANCY_SIGN_IN_RECORDER_URL: '',
    };
    this.handler = createRuntimeFunction(this, 'Handler', {
      bundle: 'pre-token',
      description: "Adds the user's tenant to the tokens",
      serviceName: props.applicationName,
      options: props.functionOptions,
      environment,
      // The longest time that Cognito waits.
      timeout: Duration.seconds(5),
    });
    this.metricSource = { handler: this.handler, serviceName: props.applicationName };
    const grantee = inlineRightsOf(this.handler);
    if (lookUpFunctionArn !== undefined) {
      iam.Grant.addToPrincipal({ grantee, actions: ['lambda:InvokeFunction'], resourceArns: [lookUpFunctionArn] });
    } else {
      if (props.adminApi instanceof TenantAdminApi) {
        props.adminApi._waitForLookUpUrl(this.handler);
        props.adminApi._grantLookUpAtSignIn(grantee);
      } else {
        props.adminApi.grantLookUp(grantee);
      }
    }
    new Set([props.eventBus, props.memberProfiles?.eventBus]).forEach((bus) => bus?.grantPutEventsTo(grantee));

    if (props.userPool) {
      this.attachTo(props.userPool, props.eventVersion ?? PreTokenEventVersion.V2_0);
    }
  }

  /**
   * The number of sign-ins and refreshes whose tenant could not be looked up.
   *
   * @param options Period, statistic, label ... of the metric; by default the sum over five minutes.
   */
  public metricLookupFailed(options: cloudwatch.MetricOptions = {}): cloudwatch.Metric {
    return emittedMetric(METRIC.tenantLookupFailed, this.metricSource, options);
  }

  /**
   * The number of users without a tenant who signed in and were published again. A high number means that sign-ups get lost.
   *
   * @param options Period, statistic, label ... of the metric; by default the sum over five minutes.
   */
  public metricRepublished(options: cloudwatch.MetricOptions = {}): cloudwatch.Metric {
    return emittedMetric(METRIC.signUpRepublished, this.metricSource, options);
  }

  /**
   * The number of changed users that were published: their name or email address differed from their memberships at a sign-in.
   *
   * @param options Period, statistic, label ... of the metric; by default the sum over five minutes.
   */
  public metricChangedUsers(options: cloudwatch.MetricOptions = {}): cloudwatch.Metric {
    return emittedMetric(METRIC.userChangePublished, this.metricSource, options);
  }

  /**
   * The number of users without a tenant who signed in and could not be published again, because the bus refused the event.
   *
   * @param options Period, statistic, label ... of the metric; by default the sum over five minutes.
   */
  public metricRepublishFailed(options: cloudwatch.MetricOptions = {}): cloudwatch.Metric {
    return emittedMetric(METRIC.signUpPublishFailed, this.metricSource, options);
  }

  /**
   * The number of sign-ins that could not be handed to the audit log, because Lambda did not accept them.
   *
   * @param options Period, statistic, label ... of the metric; by default the sum over five minutes.
   */
  public metricSignInNotRecorded(options: cloudwatch.MetricOptions = {}): cloudwatch.Metric {
    return emittedMetric(METRIC.signInNotRecorded, this.metricSource, options);
  }

  /**
   * Records each sign-in in the audit log of the tenant that the token gets. Refreshed tokens are not recorded. The sign-in waits up to a second for
   * Lambda to accept the record, and succeeds either way: see `metricSignInNotRecorded`.
   *
   * The function of this construct can then invoke the function that writes the audit log.
   *
   * @param auditLog The audit log. It must be in the account and Region of this construct.
   */
  public recordSignIns(auditLog: TenantAuditLog): void {
    requireOneCdk(this, { auditLog });
    const { functionArn, env } = auditLog.writeHandler;
    const { region, account } = Stack.of(this);
    const differ = (theirs: string, own: string) => Token.compareStrings(theirs, own) === TokenComparison.DIFFERENT;
    if (differ(env.region, region) || differ(env.account, account)) {
      throw new ConstructError(this, `auditLog must be in the account and Region of this construct, but ${auditLog.node.path} is not. `
        + 'Pass the audit log of the same deployment.');
    }
    iam.Grant.addToPrincipal({ grantee: inlineRightsOf(this.handler), actions: ['lambda:InvokeFunction'], resourceArns: [functionArn] });
    this.handler.addEnvironment('TENANCY_SIGN_IN_RECORDER_URL' satisfies keyof PreTokenEnvironment, this.urlOfFunction(functionArn));
  }

  /** @returns `undefined` if the function asks the admin API */
  private lookUpFunctionArnOf({ adminApi, lookup }: PreTokenEnricherProps): string | undefined {
    if (lookup === TenantLookup.ADMIN_API) {
      return undefined;
    }
    const { lookUpFunctionArn } = adminApi;
    if (lookup === TenantLookup.DIRECT && lookUpFunctionArn === undefined) {
      throw new ConstructError(this, `adminApi must have a look-up function for TenantLookup.DIRECT, but ${adminApi.node.path} was imported without one. `
        + 'Pass lookUpFunctionArn to fromTenantAdminApiAttributes, or set lookup: TenantLookup.ADMIN_API.');
    }
    return lookUpFunctionArn;
  }

  /** @see https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
  private urlOfFunction(functionArn: string): string {
    const { region, urlSuffix } = Stack.of(this);
    const { resourceName } = Arn.split(functionArn, ArnFormat.COLON_RESOURCE_NAME);
    return `https://lambda.${region}.${urlSuffix}/2015-03-31/functions/${resourceName}/invocations`;
  }

  private attachTo(userPool: cognito.IUserPool, version: PreTokenEventVersion): void {
    const { PRE_TOKEN_GENERATION, PRE_TOKEN_GENERATION_CONFIG } = cognito.UserPoolOperation;
    if (version === PreTokenEventVersion.V1_0) {
      attachTrigger(this, userPool, this.handler, { operation: PRE_TOKEN_GENERATION, excludes: [PRE_TOKEN_GENERATION_CONFIG] });
    } else {
      this.requirePlanWithAccessTokenClaims(userPool);
      attachTrigger(this, userPool, this.handler, {
        operation: PRE_TOKEN_GENERATION_CONFIG,
        lambdaVersion: cognito.LambdaVersion.V2_0,
        excludes: [PRE_TOKEN_GENERATION],
      });
    }
    if (isOwnedUserPool(userPool)) {
      // The app can add a trigger of the other version after this construct.
      this.node.addValidation({ validate: () => this.findDifferentFunctions(userPool) });
    }
  }

  private requirePlanWithAccessTokenClaims(userPool: cognito.IUserPool): void {
    const plan = isOwnedUserPool(userPool) && (userPool.node.defaultChild as cognito.CfnUserPool).userPoolTier;
    if (plan === cognito.FeaturePlan.LITE) {
      throw new ConstructError(this, `The user pool ${userPool.node.path} must be on the Essentials or Plus plan, because version V2_0 of the `
        + 'pre-token event needs it, but was on the Lite plan. Change featurePlan, or set eventVersion: PreTokenEventVersion.V1_0.');
    }
  }

  private findDifferentFunctions(userPool: cognito.UserPool): string[] {
    const { PRE_TOKEN_GENERATION, PRE_TOKEN_GENERATION_CONFIG } = cognito.UserPoolOperation;
    const triggers = triggersOf(userPool);
    const taken = [PRE_TOKEN_GENERATION, PRE_TOKEN_GENERATION_CONFIG].filter(({ operationName }) => operationName in triggers);
    return taken.length < 2 ? [] : [
      `[${this.node.path}] The user pool ${userPool.node.path} has a V1_0 and a V2_0 pre-token trigger. Cognito calls one function for both: `
      + 'remove the one that this construct did not set.',
    ];
  }
}

/** An API of this app may have a better URL for the function than the one for people. */
function urlOfApi(adminApi: ITenantAdminApi): string {
  return adminApi instanceof TenantAdminApi ? adminApi._lookUpUrl : adminApi.url;
}
