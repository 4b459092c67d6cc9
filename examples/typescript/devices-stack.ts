import * as path from 'node:path';
import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as nodejs from 'aws-cdk-lib/aws-lambda-nodejs';
import { type ApiOptions, Tenancy } from 'cdk-tenancy';
import type { Construct } from 'constructs';

const FUNCTIONS = path.join(__dirname, 'functions');

/** Properties of all functions. */
const FUNCTION = {
  architecture: lambda.Architecture.ARM_64,
  memorySize: 512,
  timeout: Duration.seconds(10),
  tracing: lambda.Tracing.ACTIVE,
};

export interface DevicesStackProps extends StackProps {
  /** Options of both APIs. */
  readonly apiOptions?: ApiOptions;
}

/** An application in which tenants manage devices: tenancy, a table, and three routes. */
export class DevicesStack extends Stack {
  constructor(scope: Construct, id: string, props: DevicesStackProps = {}) {
    super(scope, id, props);

    const { apiOptions } = props;
    const tenancy = new Tenancy(this, 'Tenancy', {
      applicationName: 'devices',
      // Auditors are members who can also read the audit log.
      roles: ['auditor'],
      apiOptions,
      adminApiOptions: apiOptions,
      dashboard: { branding: { title: 'Devices' } },
    });
    tenancy.addStackOutputs();

    // The partition key is the tenant id: IAM compares it with the tenant of each request.
    const devices = new dynamodb.Table(this, 'Devices', {
      partitionKey: { name: 'tenantid', type: dynamodb.AttributeType.STRING },
      sortKey: { name: 'deviceid', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    });
    devices.addGlobalSecondaryIndex({
      indexName: 'by-name',
      partitionKey: { name: 'tenantid', type: dynamodb.AttributeType.STRING },
      sortKey: { name: 'name', type: dynamodb.AttributeType.STRING },
    });
    tenancy.isolation.grantReadWriteRows(devices, { indexNames: ['by-name'] });
    // The devices are deleted together with their tenant.
    tenancy.lifecycle.ownsRows(devices);

    // Their functions can add records to the audit log of the tenant of the request.
    tenancy.adminApi.grantRecordAuditPerTenant(tenancy.isolation);

    const environment = { TABLE_NAME: devices.tableName, TENANCY_ADMIN_API_URL: tenancy.adminApi.url };
    const listDevices = this.javaScript('ListDevices', 'list-devices.ts', environment);
    const addDevice = this.javaScript('AddDevice', 'add-device.ts', environment);
    const readDevice = new lambda.Function(this, 'ReadDevice', {
      code: lambda.Code.fromAsset(path.join(FUNCTIONS, 'read-device')),
      handler: 'handler.handler',
      runtime: new lambda.Runtime('python3.15', lambda.RuntimeFamily.PYTHON),
      ...FUNCTION,
      environment,
    });
    // The functions can only use the rows of the tenant of the request.
    [listDevices, addDevice, readDevice].forEach((handler) => tenancy.isolation.grantAssume(handler));

    // Below /tenant/{tenantId} the authorizer allows the members of that tenant only.
    tenancy.api.addRoute('GET', 'devices', listDevices);
    tenancy.api.addRoute('POST', 'devices', addDevice);
    tenancy.api.addRoute('GET', 'devices/{deviceId}', readDevice);

    new CfnOutput(this, 'DevicesTableName', { value: devices.tableName });
  }

  private javaScript(id: string, file: string, environment: Record<string, string>): lambda.Function {
    return new nodejs.NodejsFunction(this, id, {
      entry: path.join(FUNCTIONS, file),
      runtime: new lambda.Runtime('nodejs24.x', lambda.RuntimeFamily.NODEJS),
      ...FUNCTION,
      environment,
      // With a bundled AWS SDK, a function starts twice as fast as with the SDK of the Lambda runtime.
      bundling: { minify: true, externalModules: [] },
    });
  }
}
