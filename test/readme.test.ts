import { readFileSync } from 'node:fs';

test('the README shows the Python lines that are tested end to end', () => {
  const shown = /```python\n([\s\S]*?)```/.exec(readFileSync('README.md', 'utf8'))?.[1];

  expect(shown).toMatch(/^@lru_cache/);
  expect(readFileSync('examples/typescript/functions/read-device/tenant_scope.py', 'utf8')).toContain(shown);
});
