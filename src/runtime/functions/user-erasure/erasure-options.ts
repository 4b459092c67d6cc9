import type { APIGatewayProxyEvent } from 'aws-lambda';
import { invalidRequest } from '../../library/problem';
import { USER_NAME, userNameErrors } from '../../users/user-name-query';

export interface ErasureOptions {
  readonly keepsAccount: boolean;
  /** Name of the user in the pool; absent for a user whose name is the user id. */
  readonly userName?: string;
}

const ACCOUNT = 'account';
const KEEP = 'keep';

/**
 * Returns the options in the query of a request.
 *
 * @throws ProblemError 400
 */
export function erasureOptions({ queryStringParameters }: Pick<APIGatewayProxyEvent, 'queryStringParameters'>): ErasureOptions {
  const { [ACCOUNT]: account, [USER_NAME]: userName } = queryStringParameters ?? {};
  const errors = [
    ...account === undefined || account === KEEP ? [] : [{ field: ACCOUNT, detail: `must be ${KEEP}, or be left out` }],
    ...userNameErrors(userName),
  ];
  if (errors.length > 0) throw invalidRequest('The query of the request is invalid.', errors);
  return { keepsAccount: account === KEEP, userName };
}
