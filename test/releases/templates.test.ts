/** The effect of an update from the last release on deployed stacks. */
import { APP_NAMES, templateOfApp } from './apps';
import { baselineTemplate } from './baseline';
import { templateChanges } from './template-changes';

test.each(APP_NAMES)('an update of a stack (%s) loses nothing', (app) => {
  const { fatal, harmless } = templateChanges(baselineTemplate(app), templateOfApp(app));

  if (harmless.length > 0) process.stdout.write(`\nSince the last release, in a stack (${app}):\n${harmless.map((sentence) => `  ${sentence}\n`).join('')}`);
  expect(fatal).toEqual([]);
});
