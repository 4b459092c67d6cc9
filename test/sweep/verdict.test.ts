import { judge, type Finding, type Unmissable } from './verdict';

const LOGS: Unmissable = { holder: /Role$/, actions: ['logs:PutLogEvents'], reason: 'The engine writes logs itself.' };

function finding(holder: string, action: string, missedBy: string[] = [], resource = 'resource'): Finding {
  return { permission: { holder, action, resource }, missedBy };
}

test('a permission that is missed is neither superfluous nor excused', () => {
  expect(judge([finding('ApiRole', 'dynamodb:GetItem', ['reads'])], [])).toEqual({ superfluous: [], excused: [], stale: [] });
});

test('a permission that is never missed is superfluous', () => {
  const { permission, missedBy } = finding('ApiRole', 'dynamodb:Scan');

  expect(judge([{ permission, missedBy }, finding('ApiRole', 'logs:PutLogEvents')], [LOGS]).superfluous).toEqual([permission]);
});

test('a permission that cannot be missed is excused by the reason', () => {
  const logs = finding('ApiRole', 'logs:PutLogEvents');

  expect(judge([logs], [LOGS])).toEqual({ superfluous: [], excused: [[LOGS.reason, [logs.permission]]], stale: [] });
});

test('a reason for one resource excuses no other', () => {
  const elsewhere = finding('ApiRole', 'logs:PutLogEvents', [], 'elsewhere');

  expect(judge([elsewhere, finding('ApiRole', 'logs:PutLogEvents')], [{ ...LOGS, resource: /^resource$/ }]).superfluous).toEqual([elsewhere.permission]);
});

test('a reason is stale when what it excuses is missed', () => {
  expect(judge([finding('ApiRole', 'logs:PutLogEvents', ['reads'])], [LOGS]).stale).toEqual([
    'logs:PutLogEvents of ApiRole is missed after all, by: reads',
  ]);
});

test('a reason is stale for an action that nobody has any more', () => {
  const entry = { ...LOGS, actions: ['logs:PutLogEvents', 'logs:CreateLogGroup'] };

  expect(judge([finding('ApiRole', 'logs:PutLogEvents')], [entry]).stale).toEqual(['nobody that /Role$/ names has logs:CreateLogGroup']);
});
