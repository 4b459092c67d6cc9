import type { APIGatewayProxyResult, APIGatewayProxyWithLambdaAuthorizerEvent } from 'aws-lambda';

/** What the authorizer says of the caller. */
interface Caller {
  readonly tenantId: string;
}

/** Answers with the devices of the caller's tenant: the tenant that the token proves, not the one that the path claims. */
export async function handler(event: APIGatewayProxyWithLambdaAuthorizerEvent<Caller>): Promise<APIGatewayProxyResult> {
  const { tenantId } = event.requestContext.authorizer;
  return {
    statusCode: 200,
    headers: { 'Content-Type': 'application/json', 'Access-Control-Allow-Origin': '*' },
    body: JSON.stringify({ tenantId, devices: [{ deviceId: 'thermometer-1', name: 'Thermometer' }] }),
  };
}
