import { existsSync, rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { Duration, FileSystem, Token, aws_s3 as s3, aws_s3_deployment as s3deploy, cx_api as cxapi } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { createBucketDeployment } from './bucket-deployment';
import type { LogoFile } from './logo-file';
import { ASSETS } from '../../../assets';
import { DASHBOARD_PATH, type DashboardConfiguration } from '../../../contract/dashboard';
import { ConstructError } from '../validation/construct-error';

/** The app as the package has it. */
const APP = path.join(ASSETS, 'dashboard');

export interface DashboardContent {
  readonly bucket: s3.IBucket;
  readonly configuration: DashboardConfiguration;
  readonly logo?: LogoFile;
}

/**
 * Puts the app into the bucket: first what has a hash in its name, then the pages that name it.
 *
 * Nothing is pruned: a page that is still open loads parts of the release that it came with. And nothing is invalidated:
 * CloudFront keeps no page, and what it keeps has another name as soon as it has another content.
 *
 * @throws Error when the package lacks the app
 */
export function deployContent(scope: Construct, { bucket, configuration, logo }: DashboardContent): void {
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
    sources: [Source.asset(APP, { exclude: [path.basename(DASHBOARD_PATH.hashedAssets)] }), configurationSource(configuration)],
    cacheControl: [CacheControl.noCache()],
  });
  pages.node.addDependency(hashedAssets);

  if (logo) {
    pages.node.addDependency(createBucketDeployment(scope, 'Logo', {
      destinationBucket: bucket,
      sources: [fileSource(logo.name, logo.content)],
      cacheControl: [CacheControl.noCache()],
      // The function that copies knows images of some kinds only, and browsers are told to take types literally.
      contentType: logo.contentType,
    }));
  }
}

/**
 * The configuration, with values in it that are known at deploy time only.
 *
 * `Source.jsonData` would resolve them at once, as if they were all of this very stack; those of other stacks, and of nested
 * ones, are then names of resources that this stack does not have.
 */
function configurationSource(configuration: DashboardConfiguration): s3deploy.ISource {
  const markers: Record<string, string> = {};
  const text = JSON.stringify(configuration, (key, value) => {
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

/** The way of `Source.data` to make a file, for binary content too, and without leaving it behind. */
function fileSource(name: string, content: string | Buffer): s3deploy.ISource {
  return {
    bind: (scope, context) => {
      const directory = FileSystem.mkdtemp('tenant-dashboard');
      try {
        writeFileSync(path.join(directory, name), content);
        return s3deploy.Source.asset(directory).bind(scope, context);
      } finally {
        // Without staging, the assembly has no copy of its own: it is published from here.
        if (!scope.node.tryGetContext(cxapi.DISABLE_ASSET_STAGING_CONTEXT)) {
          rmSync(directory, { recursive: true });
        }
      }
    },
  };
}
