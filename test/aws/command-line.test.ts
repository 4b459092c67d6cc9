import { readCommand } from './command-line';

const read = (...args: string[]) => readCommand(args, ['paths', 'routes']);

test.each<[string[], object]>([
  [[], { kind: 'plan' }],
  [['--help'], { kind: 'help' }],
  [['-h'], { kind: 'help' }],
  [['--list'], { kind: 'list' }],
  [['--validate-only'], { kind: 'validate' }],
  [['--clean'], { kind: 'clean', yes: false }],
  [['--clean', '--yes'], { kind: 'clean', yes: true }],
  [['--yes'], { kind: 'run' }],
  [['--yes', '--only', 'paths,routes'], { kind: 'run', only: ['paths', 'routes'] }],
  [['--yes', '--release', '1.2.0'], { kind: 'run', release: '1.2.0' }],
])('%j is %j', (args, command) => {
  expect(read(...args)).toMatchObject(command);
});

test.each<[string[], string]>([
  [['--yes', '--validate-only'], 'Only one of --validate-only and --yes can be given.'],
  [['--yes', '--only', 'path'], '--only must name checks, but path is not one.'],
  [['--only', 'paths'], '--only and --release need --yes.'],
  [['--release', '1.0.0'], '--only and --release need --yes.'],
  [['--yes', '--release', 'one'], '--release must be a version such as 1.2.0, but was one.'],
  [['--yes', '--release', '1.0.0', '--only', 'paths'], '--release must be a complete run'],
  [['--force'], "Unknown option '--force'"],
])('%j is refused: %s', (args, message) => {
  expect(() => read(...args)).toThrow(message);
});
