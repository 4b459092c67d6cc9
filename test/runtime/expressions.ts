import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { AwsClientStub } from 'aws-sdk-client-mock';
import { meaningOf } from '../dynamodb-meaning';

/**
 * DynamoDB refuses a request with an expression that uses a name or a value which the request does not define, and one that defines what no expression uses.
 * Its client refuses values that it cannot write, such as undefined ones.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ExpressionAttributeNames.html
 */
export function expectDefinedExpressions(dynamo: AwsClientStub<DynamoDBDocumentClient>): void {
  const inputs = dynamo.calls().map(({ args }) => args[0].input);
  inputs.flatMap(requestsIn).forEach((request) => expect(() => meaningOf(request)).not.toThrow());
  // Mocks replace the part of the client that converts values.
  inputs.flatMap(valuesIn).forEach((values) => expect(() => marshall(values)).not.toThrow());
}

/** The parts of an input that have expressions: itself, the items of a transaction, the tables of a batch. */
function requestsIn(input: unknown): object[] {
  if (typeof input !== 'object' || input === null) return [];
  const own = Object.keys(input).some((key) => /Expression$|^ExpressionAttribute/.test(key)) ? [input] : [];
  return [...own, ...Object.values(input).flatMap(requestsIn)];
}

/** Items, keys and values of expressions anywhere in an input. */
function valuesIn(input: unknown): object[] {
  if (typeof input !== 'object' || input === null) return [];
  return Object.entries(input).flatMap(([key, value]) => (['Item', 'Key', 'ExpressionAttributeValues'].includes(key) && value ? [value as object] : valuesIn(value)));
}
