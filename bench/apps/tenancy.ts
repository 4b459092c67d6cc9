/** An app with nothing but the tenancy. */
import { createRequire } from 'node:module';
import { App, Stack } from 'aws-cdk-lib';

// What users load is the build; its types are those of the sources, which are there before it is.
const { Tenancy } = createRequire(__filename)('../../lib') as typeof import('../../src');

const app = new App();
new Tenancy(new Stack(app, 'Stack'), 'Tenancy', { applicationName: 'bench' });
app.synth();
