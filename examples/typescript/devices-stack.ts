import * as path from 'node:path';
import { Stack, type StackProps } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as nodejs from 'aws-cdk-lib/aws-lambda-nodejs';
import { Tenancy } from 'cdk-tenancy';
import type { Construct } from 'constructs';

/** An application whose customers look at their devices: tenancy, and one route of its own. */
export class DevicesStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const tenancy = new Tenancy(this, 'Tenancy', { applicationName: 'devices' });
    tenancy.addStackOutputs();

    const listDevices = new nodejs.NodejsFunction(this, 'ListDevices', {
      entry: path.join(__dirname, 'functions', 'list-devices.ts'),
      runtime: new lambda.Runtime('nodejs24.x', lambda.RuntimeFamily.NODEJS),
      architecture: lambda.Architecture.ARM_64,
    });
    // GET /tenant/{tenantId}/devices: the authorizer of the API lets members of that tenant in, and nobody else.
    tenancy.api.tenantResource
      .addResource('devices')
      .addMethod('GET', new apigateway.LambdaIntegration(listDevices));
  }
}
