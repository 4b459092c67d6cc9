import { CHANGE_OWNER_SCHEMA } from '../../../contract/api';
import { validateChangeOwner } from '../../http/body-validators';
import { bodyValidator } from '../../http/validated-body';

/** @throws ProblemError 400 with every invalid field */
export const changeOwnerBody = bodyValidator(CHANGE_OWNER_SCHEMA, validateChangeOwner, {
  detail: 'The body must contain the user ID of a member.',
  pattern: 'must be a user id',
});
