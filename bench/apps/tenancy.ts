/** An app with nothing but the tenancy. */
import { App, Stack } from 'aws-cdk-lib';
import { Tenancy } from '../../lib';

const app = new App();
new Tenancy(new Stack(app, 'Stack'), 'Tenancy', { applicationName: 'bench' });
app.synth();
