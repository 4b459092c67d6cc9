import { INVITATION_CODE_SCHEMA } from '../../../contract/api';
import { validateInvitationCode } from '../../http/body-validators';
import { bodyValidator } from '../../http/validated-body';

/** @throws ProblemError 400 with every invalid field */
export const invitationCodeBody = bodyValidator(INVITATION_CODE_SCHEMA, validateInvitationCode, {
  detail: 'The body must contain an invitation code.',
  pattern: 'must be the complete code of an invitation',
});
