import { RECORD_AUDIT_SCHEMA } from '../../../contract/audit';
import { validateRecordAudit } from '../../http/body-validators';
import { bodyValidator } from '../../http/validated-body';

/** @throws ProblemError 400 with every invalid field */
export const recordBody = bodyValidator(RECORD_AUDIT_SCHEMA, validateRecordAudit, {
  detail: 'The body must be a record for the audit log.',
  pattern: 'must be two to four words such as report.downloaded, and not begin with tenant, member or invitation',
});
