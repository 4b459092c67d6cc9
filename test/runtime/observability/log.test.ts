import { loggable, startLog } from '../../../src/runtime/observability/log';
import { Output } from '../output';

afterEach(() => jest.restoreAllMocks());

test('a line has the id of its request, and no key of an earlier one', () => {
  const output = new Output();

  startLog(output.logger, 'first');
  output.logger.appendKeys({ tenantId: 'tenant-of-the-first' });
  output.logger.info('A line of the first');
  startLog(output.logger, 'second');
  output.logger.info('A line of the second');

  expect(output.logs).toEqual([
    expect.objectContaining({ correlation_id: 'first', tenantId: 'tenant-of-the-first' }),
    expect.not.objectContaining({ tenantId: expect.anything() }),
  ]);
  expect(output.logs[1]).toMatchObject({ correlation_id: 'second' });
});

test.each<[string, unknown, object]>([
  ['an error', Object.assign(new TypeError('x'), { item: 'secret' }), { name: 'TypeError', stack: expect.stringContaining('TypeError: x') }],
  ['a text', 'secret', { name: 'string' }],
  ['nothing', undefined, { name: 'undefined' }],
])('of %s, only the kind and the stack can be logged', (_, thrown, expected) => {
  expect(loggable(thrown)).toEqual({ error: expected });
});
