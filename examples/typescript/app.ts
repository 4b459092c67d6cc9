import { App } from 'aws-cdk-lib';
import { DevicesStack } from './devices-stack';

const app = new App();
new DevicesStack(app, 'DevicesApp');
