import {
  Annotations, Lazy, RemovalPolicy, aws_certificatemanager as acm, aws_cloudfront as cloudfront, aws_cloudfront_origins as origins,
  aws_cognito as cognito, aws_s3 as s3,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { DASHBOARD_PATH } from '../contract/dashboard';
import { validateApiUrl } from './private/api/api-url';
import { uniqueName } from './private/cloudformation/unique-name';
import { renewAutoDeleteRuntime } from './private/dashboard/auto-delete-runtime';
import { validatePrimaryColor, validateTitle } from './private/dashboard/branding';
import { validateBrowserClient } from './private/dashboard/browser-client';
import { apiOrigin, cognitoOrigin, originOf } from './private/dashboard/connect-origins';
import { deployContent } from './private/dashboard/content';
import { validateDomain, validateWebAcl } from './private/dashboard/edge-domain';
import { readLogo } from './private/dashboard/logo-file';
import { passwordPolicyOf } from './private/dashboard/password-policy';
import { dashboardRouting } from './private/dashboard/routing';
import { createSecurityHeaders } from './private/dashboard/security-headers';
import { signUpConfiguration, validateUserPool } from './private/dashboard/user-pool';
import { acknowledgeFindings, DASHBOARD_BUCKET_FINDINGS } from './private/validation/acknowledged-findings';
import { inOneCdk } from './private/validation/one-cdk';
import { validateDashboardPartition } from './private/validation/partition';
import { requireBoolean } from './private/validation/switch';
import { TenantApi } from './tenant-api';
import { TokenUse } from './tenant-authorizer';

/**
 * Look of a dashboard.
 */
export interface DashboardBranding {
  /**
   * Name of the product, in the header of the page and in the window title.
   *
   * @default 'Dashboard'
   */
  readonly title?: string;

  /**
   * Path of the logo beside the title: an `.svg`, `.png` or `.webp` file of at most 200 KB. The file is read at synth.
   *
   * @default - no logo
   */
  readonly logo?: string;

  /**
   * Color of buttons and links: `#` and six hexadecimal digits. White text on it must have a contrast of at least 4.5:1
   * (WCAG 2.2, success criterion 1.4.3). Synth rejects lighter colors.
   *
   * @default - the dashboard's own color
   */
  readonly primaryColor?: string;
}

/**
 * Options for a dashboard.
 */
export interface TenantDashboardOptions {
  /**
   * Host name of the dashboard, such as `app.example.com`, in lower case. Requires `certificate`. Create the DNS record
   * yourself, as an alias to the distribution. Requests to the `*.cloudfront.net` name are redirected to this domain.
   *
   * @default - the `*.cloudfront.net` name of the distribution
   */
  readonly domainName?: string;

  /**
   * Certificate for the domain name. It must be in us-east-1, the only Region that CloudFront accepts certificates from.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html
   * @default - CloudFront's own certificate
   */
  readonly certificate?: acm.ICertificate;

  /**
   * URL of the API, with a slash at its end, if the dashboard must not use `url` of the API. An example is `https://edge.example.com/`, a
   * CloudFront distribution in front of the API.
   *
   * @default - `url` of the API
   */
  readonly apiUrl?: string;

  /**
   * ARN of an AWS WAF (v2) web ACL with the scope `CLOUDFRONT`, which is always in us-east-1.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/distribution-web-awswaf.html
   * @default - no web ACL
   */
  readonly webAclArn?: string;

  /**
   * Title, logo and color.
   *
   * @default - the title "Dashboard", no logo, the dashboard's own color
   */
  readonly branding?: DashboardBranding;

  /**
   * Whether people stay signed in when they close the tab. With `true`, their tokens are in the local storage of the browser. With
   * `false`, they are in the session storage, which is deleted when the tab closes.
   *
   * @default true
   */
  readonly staySignedIn?: boolean;
}

/**
 * Properties of `TenantDashboard`.
 */
export interface TenantDashboardProps extends TenantDashboardOptions {
  /**
   * The API that the dashboard calls. It must allow the dashboard's URL as an origin.
   */
  readonly api: TenantApi;

  /**
   * The pool that people sign up and sign in to. It must accept email addresses at sign-in (`signInAliases: { email: true }`).
   *
   * The dashboard shows no sign-up if only administrators create users (`selfSignUpEnabled: false`), or if people have a user name in
   * addition to their email address. If people can sign up, the pool must send the code by email (`autoVerify: { email: true }`).
   *
   * The sign-up form asks for the standard attributes that the pool requires. If the pool requires none of `name`, `given_name` and
   * `family_name`, the form also asks for the full name (`name`), unless the app client is imported or its `writeAttributes` do not
   * include it. An imported pool cannot be inspected, so the form asks only for the email address and the password.
   */
  readonly userPool: cognito.IUserPool;

  /**
   * The app client that people sign in with. It must have no secret and allow the SRP flow, and the authorizer of the API must accept
   * its tokens.
   */
  readonly userPoolClient: cognito.IUserPoolClient;
}

/**
 * A web page where people sign up, sign in, see their tenant and rename it. Its static files are in a private bucket, behind CloudFront.
 * The Region must be in the partition `aws`, because CloudFront in GovCloud and China cannot host it.
 *
 * This package contains the prebuilt page. The page reads the settings of this deployment from `/config.json`, which is public and
 * contains no secrets.
 *
 * Pages are never cached, so a deployment is visible at once. Files below `/assets/` have hashes in their names and are cached for a year.
 * Files of earlier releases are kept for pages that are still open. All files are deleted with the stack.
 *
 * If the dashboard is in another stack than the API, the API must not allow the URL of the distribution as an origin, because the
 * stacks would depend on each other. Give the dashboard a domain name, and let the API allow `https://<domain name>`.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
 */
export class TenantDashboard extends Construct {
  /**
   * The bucket with the files of the page.
   */
  public readonly bucket: s3.Bucket;

  /**
   * The distribution in front of the files. If the dashboard has a domain name, the DNS record must point to it.
   *
   * You can add a behavior for the API with an `HttpOrigin`: the host is
   * `${api.restApi.restApiId}.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}`, and `originPath` is the stage, such as `/prod`. Don't use
   * `RestApiOrigin` if `Tenancy` created both: distribution and stage would depend on each other.
   */
  public readonly distribution: cloudfront.Distribution;

  /**
   * URL of the dashboard, without a slash at its end, such as `https://app.example.com`. Unchanged, it is also the origin that the API
   * must allow.
   */
  public readonly url: string;

  /**
   * @param scope Where to add the construct.
   * @param id Id of the construct within the scope.
   * @param props Properties of the dashboard.
   */
  public constructor(scope: Construct, id: string, props: TenantDashboardProps) {
    super(inOneCdk(scope, id, props), id);
    const { api, apiUrl, userPool, userPoolClient, domainName, certificate, webAclArn, branding = {} } = props;
    const { title = 'Dashboard', primaryColor } = branding;
    validateDashboardPartition(this);
    validateDomain(this, domainName, certificate);
    if (webAclArn !== undefined) {
      validateWebAcl(this, webAclArn);
    }
    if (apiUrl !== undefined) {
      validateApiUrl(this, 'apiUrl', apiUrl);
    }
    validateTitle(this, title);
    if (primaryColor !== undefined) {
      validatePrimaryColor(this, primaryColor);
    }
    validateUserPool(this, userPool);
    validateBrowserClient(this, userPoolClient, api._authorizer);
    const logo = branding.logo === undefined ? undefined : readLogo(this, branding.logo);

    this.bucket = new s3.Bucket(this, 'Bucket', {
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      encryption: s3.BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      // All files come from this package and can be deployed again.
      removalPolicy: RemovalPolicy.DESTROY,
      autoDeleteObjects: true,
    });
    renewAutoDeleteRuntime(this.bucket);
    acknowledgeFindings(this.bucket, DASHBOARD_BUCKET_FINDINGS);
    this.distribution = this.createDistribution(props);
    this.url = `https://${domainName ?? this.distribution.distributionDomainName}`;
    deployContent(this, {
      bucket: this.bucket,
      logo,
      // Constructs may add routes to the API after this.
      features: Lazy.string({ produce: () => JSON.stringify(api._features) }),
      configuration: {
        apiUrl: apiUrl ?? api.url,
        signIn: {
          userPoolId: userPool.userPoolId,
          userPoolClientId: userPoolClient.userPoolClientId,
          tokenUse: api._authorizer._tokenUse === TokenUse.ID ? 'id' : 'access',
          staySignedIn: requireBoolean(this, 'staySignedIn', props.staySignedIn ?? true),
          ...signUpConfiguration(this, userPool, userPoolClient),
          passwordPolicy: passwordPolicyOf(userPool),
        },
        branding: { title, logo: logo && `/${logo.name}`, primaryColor },
        roles: api._roles,
      },
    });
  }

  private createDistribution({ api, apiUrl, userPool, domainName, certificate, webAclArn }: TenantDashboardProps): cloudfront.Distribution {
    const connectOrigins = [cognitoOrigin(userPool), apiUrl === undefined ? apiOrigin(api) : originOf(apiUrl)];
    const behavior: cloudfront.BehaviorOptions = {
      origin: this.createOrigin(),
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      responseHeadersPolicy: createSecurityHeaders(this, 'SecurityHeaders', connectOrigins),
    };
    const routing = new cloudfront.Function(this, 'Routing', {
      // The CDK's own default is the same for two stacks of one account that differ in `stackName` only.
      functionName: uniqueName(this, 64),
      code: cloudfront.FunctionCode.fromInline(dashboardRouting(domainName)),
      runtime: cloudfront.FunctionRuntime.JS_2_0,
      comment: 'Leads the routes of the dashboard to its one page',
    });
    const distribution = new cloudfront.Distribution(this, 'Distribution', {
      comment: `Tenant dashboard ${this.node.path}`,
      defaultBehavior: {
        ...behavior,
        cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
        functionAssociations: [{ eventType: cloudfront.FunctionEventType.VIEWER_REQUEST, function: routing }],
      },
      additionalBehaviors: {
        // Without the function: for a missing file, it would return the page, which a browser could treat as a script.
        [`/${DASHBOARD_PATH.hashedAssets}*`]: { ...behavior, cachePolicy: cloudfront.CachePolicy.CACHING_OPTIMIZED },
      },
      defaultRootObject: DASHBOARD_PATH.index,
      domainNames: domainName === undefined ? undefined : [domainName],
      certificate,
      // CloudFront's own certificate has a fixed policy.
      minimumProtocolVersion: certificate && cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021,
      webAclId: webAclArn,
      httpVersion: cloudfront.HttpVersion.HTTP2_AND_3,
      enableIpv6: true,
    });
    // The finding asks for a default root object. It exists, but the rule reports it anyway.
    Annotations.of(distribution).acknowledgeWarning('@aws-cdk/aws-cloudfront-origins:listBucketSecurityRisk');
    return distribution;
  }

  private createOrigin(): cloudfront.IOrigin {
    return origins.S3BucketOrigin.withOriginAccessControl(this.bucket, {
      originAccessControl: new cloudfront.S3OriginAccessControl(this, 'OriginAccessControl', {
        originAccessControlName: uniqueName(this, 64),
      }),
      // Without the permission to list, S3 returns 403 for a missing file. Nobody can list the files: the root is the page, and
      // CloudFront does not forward query strings.
      originAccessLevels: [cloudfront.AccessLevel.READ, cloudfront.AccessLevel.LIST],
    });
  }
}
