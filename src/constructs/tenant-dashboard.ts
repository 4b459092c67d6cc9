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
import { TenantApi } from './tenant-api';
import { TokenUse } from './tenant-authorizer';

/**
 * How a dashboard looks.
 */
export interface DashboardBranding {
  /**
   * Name of the product, as people read it: in the header and in the title of the window.
   *
   * @default 'Dashboard'
   */
  readonly title?: string;

  /**
   * Path of an image that is shown beside the title: an `.svg`, `.png` or `.webp` file of at most 200 KB. It is read at synth.
   *
   * @default - no image
   */
  readonly logo?: string;

  /**
   * Color of what can be pressed: `#` and six hexadecimal digits. White text on it must have a contrast of at least 4.5:1
   * (WCAG 2.2, success criterion 1.4.3); lighter colors are refused at synth.
   *
   * @default - the color of the app
   */
  readonly primaryColor?: string;
}

/**
 * Options for a dashboard.
 */
export interface TenantDashboardOptions {
  /**
   * Host name of the dashboard, such as `app.example.com`, in lower case. Requires `certificate`. Create the DNS record
   * yourself: an alias to the distribution. Requests to the `*.cloudfront.net` name are redirected to this domain.
   *
   * @default - the domain of CloudFront
   */
  readonly domainName?: string;

  /**
   * Certificate for the domain name. It must be in us-east-1, the only Region that CloudFront accepts certificates from.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html
   * @default - the one of CloudFront, for its own names
   */
  readonly certificate?: acm.ICertificate;

  /**
   * URL of the API, with a slash at its end, if the dashboard must not use `url` of the API: for example `https://edge.example.com/`, a CloudFront distribution in
   * front of the API.
   *
   * @default - `url` of the API
   */
  readonly apiUrl?: string;

  /**
   * ARN of a web ACL of AWS WAF (v2) with the scope `CLOUDFRONT`, which is in us-east-1.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/distribution-web-awswaf.html
   * @default - none
   */
  readonly webAclArn?: string;

  /**
   * Title, logo and color.
   *
   * @default - the title "Dashboard", no logo, the colors of the app
   */
  readonly branding?: DashboardBranding;

  /**
   * Whether people stay signed in when they close the tab: their tokens are in the local storage of the browser then. With
   * `false` they are in the session storage, which goes with the tab.
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
   * The pool that people sign up and sign in to, by e-mail: one with `signInAliases: { email: true }`.
   *
   * Where administrators alone create users (`selfSignUpEnabled: false`), and where people have a user name beside their e-mail
   * address, the dashboard shows a sign-in and no sign-up. Where people sign up, the pool must send the code by e-mail (`autoVerify: { email: true }`),
   * and the form asks for the standard attributes that the pool requires. If the pool requires neither `name` nor `given_name` nor `family_name`, the
   * form also asks for the full name (`name`), unless the app client is imported or its `writeAttributes` leave it out. Of an imported pool nothing
   * is known: the form asks for the e-mail address and the password only.
   */
  readonly userPool: cognito.IUserPool;

  /**
   * The app client that the dashboard signs people in by: without a secret, with the SRP flow, and one of those whose tokens
   * the authorizer of the API takes.
   */
  readonly userPoolClient: cognito.IUserPoolClient;
}

/**
 * A web page where people sign up, sign in, see their tenant and rename it: static files in a private bucket, behind CloudFront.
 * The Region must be in the partition `aws`: GovCloud and China have no CloudFront that could host it.
 *
 * The app ships prebuilt in this package. It reads the settings of this deployment from `/config.json`, which everybody can
 * read. The file contains no secret.
 *
 * Pages are never cached, so that a deployment shows at once; files below `/assets/` have hashes in their names, and are
 * cached for a year. Files of earlier releases stay, for pages that are still open. Everything is deleted with the stack.
 *
 * In a stack other than the API's, the API must not allow the URL of the distribution as an origin, for each stack would need the
 * other: give the dashboard a domain name, and let the API allow `https://` followed by it.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
 */
export class TenantDashboard extends Construct {
  /**
   * The files.
   */
  public readonly bucket: s3.Bucket;

  /**
   * The distribution in front of the files. Target of the DNS record, if the dashboard has a domain name.
   *
   * You can add a behavior for the API, with `new HttpOrigin()` of the host
   * `${api.restApi.restApiId}.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}` and the stage as `originPath`: `/prod`. With `RestApiOrigin` the
   * distribution needs the stage of the API, which needs the distribution where `Tenancy` made both: a cycle.
   */
  public readonly distribution: cloudfront.Distribution;

  /**
   * Address of the dashboard, without a slash at its end: `https://app.example.com`. As it is, it is also the origin that the
   * API has to allow.
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
      // All of it comes from this package and can be deployed again.
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
          staySignedIn: props.staySignedIn ?? true,
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
        // Without the function: a file that is missing is an error, and no page that a browser would take for a script.
        [`/${DASHBOARD_PATH.hashedAssets}*`]: { ...behavior, cachePolicy: cloudfront.CachePolicy.CACHING_OPTIMIZED },
      },
      defaultRootObject: DASHBOARD_PATH.index,
      domainNames: domainName === undefined ? undefined : [domainName],
      certificate,
      // CloudFront's own certificate has a policy of its own.
      minimumProtocolVersion: certificate && cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021,
      webAclId: webAclArn,
      httpVersion: cloudfront.HttpVersion.HTTP2_AND_3,
      enableIpv6: true,
    });
    // It asks for a root object, which there is, and is printed all the same.
    Annotations.of(distribution).acknowledgeWarning('@aws-cdk/aws-cloudfront-origins:listBucketSecurityRisk');
    return distribution;
  }

  private createOrigin(): cloudfront.IOrigin {
    return origins.S3BucketOrigin.withOriginAccessControl(this.bucket, {
      originAccessControl: new cloudfront.S3OriginAccessControl(this, 'OriginAccessControl', {
        originAccessControlName: uniqueName(this, 64),
      }),
      // Without the right to list, S3 answers 403 for a missing file. Nobody gets a list: the root is the page, and CloudFront
      // forwards no query.
      originAccessLevels: [cloudfront.AccessLevel.READ, cloudfront.AccessLevel.LIST],
    });
  }
}
