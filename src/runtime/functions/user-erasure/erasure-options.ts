import type { APIGatewayProxyEvent } from 'aws-lambda';
import { invalidRequest } from '../../library/problem';

export interface ErasureOptions {
  readonly keepsAccount: boolean;
  /** Name of the user in the pool; absent for a user whose name is the user id. */
  readonly userName?: string;
}

const ACCOUNT = 'account';
const KEEP = 'keep';
const USER_NAME = 'userName';

/** Highest length of a user name in Cognito. */
const USER_NAME_MAX_LENGTH = 128;

/**
 * Returns the options in the query of a request.
 *
 * @throws ProblemError 400
 */
export function erasureOptions({ queryStringParameters }: Pick<APIGatewayProxyEvent, 'queryStringParameters'>): ErasureOptions {
  const { [ACCOUNT]: account, [USER_NAME]: userName } = queryStringParameters ?? {};
  const errors = [
    ...account === undefined || account === KEEP ? [] : [{ field: ACCOUNT, detail: `must be ${KEEP}, or be left out` }],
    ...userName === undefined || (userName !== '' && userName.length <= USER_NAME_MAX_LENGTH)
      ? [] : [{ field: USER_NAME, detail: `must be a user name of 1 to ${USER_NAME_MAX_LENGTH} characters` }],
  ];
  if (errors.length > 0) throw invalidRequest('The query of the request is invalid.', errors);
  return { keepsAccount: account === KEEP, userName };
}
