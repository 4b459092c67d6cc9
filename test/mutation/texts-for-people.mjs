/**
 * Leaves out mutations of texts that only people read: details of problem documents, and messages of log lines. A test of such a text would
 * repeat it, and no program depends on it: programs read status, code, limit and fields. Everything else in the same call is mutated.
 */
const TEXTS = [
  { callee: 'ProblemError', argument: 1 },
  { callee: 'refusal', argument: 2 },
  { callee: 'invalidRequest', argument: 0 },
  { callee: 'debug', argument: 0, of: 'logger' },
  { callee: 'info', argument: 0, of: 'logger' },
  { callee: 'warn', argument: 0, of: 'logger' },
  { callee: 'error', argument: 0, of: 'logger' },
];

function isTextForPeople(path) {
  const { parent, key, listKey } = path;
  if (parent?.type === 'ObjectProperty') {
    return key === 'value' && parent.key.name === 'detail';
  }
  return listKey === 'arguments' && TEXTS.some(({ callee, argument, of }) => key === argument && (of === undefined
    ? parent.callee.name === callee
    : parent.callee.type === 'MemberExpression' && parent.callee.object.name === of && parent.callee.property.name === callee));
}

export const strykerPlugins = [{
  kind: 'Ignore',
  name: 'texts-for-people',
  value: {
    shouldIgnore(path) {
      const isText = path.isStringLiteral() || (path.isTemplateLiteral() && path.node.expressions.every(({ type }) => type === 'Identifier'));
      return isText && isTextForPeople(path) ? 'Only people read this text.' : undefined;
    },
  },
}];
