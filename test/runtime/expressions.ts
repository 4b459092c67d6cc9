import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { AwsClientStub } from 'aws-sdk-client-mock';

/**
 * DynamoDB refuses a request with an expression that uses a name or a value which the request does not define, and one that defines what no expression uses.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ExpressionAttributeNames.html
 */
export function expectDefinedExpressions(dynamo: AwsClientStub<DynamoDBDocumentClient>): void {
  dynamo.calls().flatMap(({ args }) => requestsIn(args[0].input)).forEach((request) => {
    const expressions = Object.entries(request).filter(([key]) => key.endsWith('Expression')).map(([, expression]) => expression).join(' ');
    const defined = [request.ExpressionAttributeNames, request.ExpressionAttributeValues].flatMap((definitions) => Object.keys(definitions ?? {}));
    expect([...new Set(expressions.match(/[#:]\w+/g))].sort()).toEqual(defined.sort());
  });
}

/** The parts of an input that have expressions: itself, the items of a transaction, the tables of a batch. */
function requestsIn(input: unknown): Array<Record<string, object>> {
  if (typeof input !== 'object' || input === null) return [];
  const own = Object.keys(input).some((key) => /Expression$|^ExpressionAttribute/.test(key)) ? [input as Record<string, object>] : [];
  return [...own, ...Object.values(input).flatMap(requestsIn)];
}
