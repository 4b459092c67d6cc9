/** Parameter in the query of a request of an operator: the name of the user in the pool. Left out for a user whose name is the user id. */
export const USER_NAME = 'userName';

/** Highest length of a user name in Cognito. */
const USER_NAME_MAX_LENGTH = 128;

/** Returns what is wrong with the name of a user in a query. */
export function userNameErrors(userName: string | undefined) {
  return userName === undefined || (userName !== '' && userName.length <= USER_NAME_MAX_LENGTH)
    ? [] : [{ field: USER_NAME, detail: `must be a user name of 1 to ${USER_NAME_MAX_LENGTH} characters` }];
}
