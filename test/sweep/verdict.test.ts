import { judge, type Finding, type Unmissable } from './verdict';

const LOGS: Unmissable = { holder: /Role$/, actions: ['logs:PutLogEvents'], reason: 'The engine writes logs itself.' };

function finding(holder: string, action: string, missedBy: string[] = [], resource = 'resource'): Finding {
  return { permission: { holder, action, resource }, missedBy };
}

test('a needed permission is neither superfluous nor excused', () => {
  expect(judge([finding('ApiRole', 'dynamodb:GetItem', ['reads'])], [])).toEqual({ superfluous: [], excused: [], stale: [] });
});

test('a permission that no step needs is superfluous', () => {
  const { permission, missedBy } = finding('ApiRole', 'dynamodb:Scan');

  expect(judge([{ permission, missedBy }, finding('ApiRole', 'logs:PutLogEvents')], [LOGS]).superfluous).toEqual([permission]);
});

test('an entry excuses a permission that the engine does not check', () => {
  const logs = finding('ApiRole', 'logs:PutLogEvents');

  expect(judge([logs], [LOGS])).toEqual({ superfluous: [], excused: [[LOGS.reason, [logs.permission]]], stale: [] });
});

test('an entry for one resource does not excuse another resource', () => {
  const elsewhere = finding('ApiRole', 'logs:PutLogEvents', [], 'elsewhere');

  expect(judge([elsewhere, finding('ApiRole', 'logs:PutLogEvents')], [{ ...LOGS, resource: /^resource$/ }]).superfluous).toEqual([elsewhere.permission]);
});

test('an entry is stale if a step needs its permission', () => {
  expect(judge([finding('ApiRole', 'logs:PutLogEvents', ['reads'])], [LOGS]).stale).toEqual([
    'logs:PutLogEvents of ApiRole is needed for: reads',
  ]);
});

test('an entry is stale if its holders no longer have its action', () => {
  const entry = { ...LOGS, actions: ['logs:PutLogEvents', 'logs:CreateLogGroup'] };

  expect(judge([finding('ApiRole', 'logs:PutLogEvents')], [entry]).stale).toEqual(['no holder that matches /Role$/ has logs:CreateLogGroup']);
});
