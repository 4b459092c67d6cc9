/** An app with only the tenancy. */
import { createRequire } from 'node:module';
import { App, Stack } from 'aws-cdk-lib';

// The build, as users load it. The types come from the sources, which exist before the build.
const { Tenancy } = createRequire(__filename)('../../lib') as typeof import('../../src');

const app = new App();
new Tenancy(new Stack(app, 'Stack'), 'Tenancy', { applicationName: 'bench' });
app.synth();
