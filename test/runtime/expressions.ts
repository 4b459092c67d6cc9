import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { AwsClientStub } from 'aws-sdk-client-mock';
import { meaningOf } from '../dynamodb-meaning';

/**
 * DynamoDB refuses a request with an expression that uses a name or a value which the request does not define, and one that defines what no expression uses.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ExpressionAttributeNames.html
 */
export function expectDefinedExpressions(dynamo: AwsClientStub<DynamoDBDocumentClient>): void {
  dynamo.calls().flatMap(({ args }) => requestsIn(args[0].input)).forEach((request) => expect(() => meaningOf(request)).not.toThrow());
}

/** The parts of an input that have expressions: itself, the items of a transaction, the tables of a batch. */
function requestsIn(input: unknown): object[] {
  if (typeof input !== 'object' || input === null) return [];
  const own = Object.keys(input).some((key) => /Expression$|^ExpressionAttribute/.test(key)) ? [input] : [];
  return [...own, ...Object.values(input).flatMap(requestsIn)];
}
