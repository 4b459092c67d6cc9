import type { AuditRecord } from '../../../../src/contract/audit';
import { mentionedUsers } from '../../../../src/runtime/functions/audit-reader/mentioned-users';
import { OTHER_USER_ID, SERVICE_ARN, TENANT_ID, USER_ID } from '../../events';

const record = (fields: Partial<AuditRecord> = {}) => ({
  action: 'tenant.renamed', actor: { type: 'user', id: USER_ID }, targets: [{ type: 'tenant', id: TENANT_ID }], ...fields,
}) as AuditRecord;

describe('the mentioned users', () => {
  test('are those who acted, and those whom the change is about, once each', () => {
    const invited = record({ actor: { type: 'service', id: SERVICE_ARN }, targets: [{ type: 'user', id: OTHER_USER_ID }, { type: 'invitation', id: 'i1' }] });
    expect(mentionedUsers([record(), invited, record({ targets: [{ type: 'user', id: USER_ID }] }), record({ actor: undefined })])).toEqual({ all: [USER_ID, OTHER_USER_ID], proven: [USER_ID, OTHER_USER_ID] });
  });

  test('are proven if a record of the tenancy names them, and not if only the application does', () => {
    const own = record({ action: 'report.downloaded', targets: [{ type: 'user', id: OTHER_USER_ID }] });
    expect(mentionedUsers([own])).toEqual({ all: [USER_ID, OTHER_USER_ID], proven: [] });
    expect(mentionedUsers([own, record()])).toEqual({ all: [USER_ID, OTHER_USER_ID], proven: [USER_ID] });
  });

  test('do not include texts of the application that cannot be user ids', () => {
    expect(mentionedUsers([record({ actor: undefined, targets: [{ type: 'user', id: '@x' }, { type: 'user', id: 'a b' }] })])).toEqual({ all: [], proven: [] });
  });
});
