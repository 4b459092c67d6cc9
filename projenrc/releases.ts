import type { awscdk } from 'projen';
import { JobPermission } from 'projen/lib/github/workflows-model';

// Actions are pinned by commit.
const SETUP_NODE = 'actions/setup-node@820762786026740c76f36085b0efc47a31fe5020'; // v7.0.0
const DOWNLOAD_ARTIFACT = 'actions/download-artifact@3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c';

/** Adds the checks before a release, and the release of the package for front ends in the same version. */
export function addReleaseSteps(project: awscdk.AwsCdkConstructLibrary): void {
  project.github!.actions.set('actions/setup-node', SETUP_NODE);
  const release = project.tasks.tryFind('release')!;
  release.prependExec('.ci/run');
  // A release needs a report of a run of its code on AWS. `bump` determines the version that the report has to name.
  release.insertStep(release.steps.findIndex(({ spawn }) => spawn === 'bump') + 1, { exec: 'tsx scripts/check-release-report.ts dist/version.txt' });

  project.addTask('package:web', {
    description: 'Pack the package for front ends into dist/web',
    exec: 'tsx scripts/package-web.ts',
  });
  project.tasks.tryFind('package-all')!.exec('tsx scripts/package-web.ts');
  project.release!.addJobs({
    release_web_npm: {
      name: 'Publish the package for front ends to npm',
      needs: ['release'],
      runsOn: ['ubuntu-latest'],
      permissions: { idToken: JobPermission.WRITE, contents: JobPermission.READ },
      if: "needs.release.outputs.tag_exists != 'true' && needs.release.outputs.latest_commit == github.sha",
      steps: [
        { uses: SETUP_NODE, with: { 'node-version': '24', 'package-manager-cache': false } },
        { uses: DOWNLOAD_ARTIFACT, with: { 'artifact-ids': '${{ needs.release.outputs.artifact_id }}', 'path': 'dist' } },
        { run: 'npm publish dist/web/*.tgz --access public --provenance', if: '${{ !inputs.dry_run }}' },
      ],
    },
  });
}
