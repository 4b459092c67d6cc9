import { existsSync, rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { Duration, FileSystem, Token, aws_s3 as s3, aws_s3_deployment as s3deploy, cx_api as cxapi } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { createBucketDeployment } from './bucket-deployment';
import type { LogoFile } from './logo-file';
import { ASSETS } from '../../../assets';
import { DASHBOARD_PATH, type DashboardConfiguration } from '../../../contract/dashboard';
import { ConstructError } from '../validation/construct-error';

/** The built dashboard in this package. */
const APP = path.join(ASSETS, 'dashboard');

export interface DashboardContent {
  readonly bucket: s3.IBucket;
  readonly configuration: Omit<DashboardConfiguration, 'features'>;
  /** `features` of the configuration, as JSON. It may be known at the end of synth only. */
  readonly features: string;
  readonly logo?: LogoFile;
}

/**
 * Deploys the dashboard into the bucket: first the files with a hash in their name, then the pages that refer to them.
 *
 * It prunes nothing, because an open page still loads parts of its own release. It invalidates nothing, because CloudFront does not cache
 * pages, and a cached file with new content has a new name.
 *
 * @throws Error if the package lacks the built dashboard
 */
export function deployContent(scope: Construct, { bucket, configuration, features, logo }: DashboardContent): void {
  if (!existsSync(path.join(APP, DASHBOARD_PATH.index))) {
    throw new ConstructError(scope, `The app of the dashboard must be at ${APP}, but is not there. `
      + 'The package is incomplete: install it again, or run "npx projen bundle" in a checkout.');
  }
  const { CacheControl, Source } = s3deploy;
  const hashedAssets = createBucketDeployment(scope, 'HashedAssets', {
    destinationBucket: bucket,
    sources: [Source.asset(path.join(APP, DASHBOARD_PATH.hashedAssets))],
    destinationKeyPrefix: DASHBOARD_PATH.hashedAssets,
    cacheControl: [CacheControl.setPublic(), CacheControl.maxAge(Duration.days(365)), CacheControl.immutable()],
  });
  const pages = createBucketDeployment(scope, 'Pages', {
    destinationBucket: bucket,
    sources: [Source.asset(APP, { exclude: [path.basename(DASHBOARD_PATH.hashedAssets)] }), configurationSource(configuration, features)],
    cacheControl: [CacheControl.noCache()],
  });
  pages.node.addDependency(hashedAssets);

  if (logo) {
    pages.node.addDependency(createBucketDeployment(scope, 'Logo', {
      destinationBucket: bucket,
      sources: [fileSource(logo.name, logo.content)],
      cacheControl: [CacheControl.noCache()],
      // The copying function doesn't detect all image types, and browsers must not guess (`X-Content-Type-Options`).
      contentType: logo.contentType,
    }));
  }
}

/**
 * Returns the configuration as a source, including values that are known only at deploy time.
 *
 * `Source.jsonData` would resolve the values at once, as if they all belonged to this stack. Values of other stacks, or of nested stacks,
 * would then refer to resources that this stack doesn't have.
 */
function configurationSource(configuration: DashboardContent['configuration'], features: string): s3deploy.ISource {
  const markers: Record<string, string> = {};
  const featuresMarker = '<<features>>';
  // With its quotation marks: what takes its place is an object.
  markers[JSON.stringify(featuresMarker)] = features;
  const text = JSON.stringify({ ...configuration, features: featuresMarker }, (key, value) => {
    if (!Token.isUnresolved(value)) {
      return value;
    }
    const marker = `<<${key}>>`;
    markers[marker] = value;
    return marker;
  }, 2);
  return {
    bind: (scope, context) => ({ ...fileSource(DASHBOARD_PATH.configuration, text).bind(scope, context), markers }),
  };
}

/** Returns a source with one file, like `Source.data`, but also for binary content, and without leaving the file behind. */
function fileSource(name: string, content: string | Buffer): s3deploy.ISource {
  return {
    bind: (scope, context) => {
      const directory = FileSystem.mkdtemp('tenant-dashboard');
      try {
        writeFileSync(path.join(directory, name), content);
        return s3deploy.Source.asset(directory).bind(scope, context);
      } finally {
        // Without staging, the assembly has no copy, and the file is published from here.
        if (!scope.node.tryGetContext(cxapi.DISABLE_ASSET_STAGING_CONTEXT)) {
          rmSync(directory, { recursive: true });
        }
      }
    },
  };
}
