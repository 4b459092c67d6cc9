import { readFileSync } from 'node:fs';

const PYTHON_SCOPE = 'examples/typescript/functions/read-device/tenant_scope.py';

test('the README shows the Python lines that are tested end to end', () => {
  const shown = /```python\n(@lru_cache[\s\S]*?)```/.exec(readFileSync('README.md', 'utf8'))?.[1];

  expect(shown).toBeDefined();
  expect(readFileSync(PYTHON_SCOPE, 'utf8')).toContain(shown);
});

test('both examples have the same lines of boto3', () => {
  expect(readFileSync('examples/python/functions/tenant_scope.py', 'utf8')).toBe(readFileSync(PYTHON_SCOPE, 'utf8'));
});
