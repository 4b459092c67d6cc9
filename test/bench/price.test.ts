import { priceOfMillion, priceOfUsers } from '../../bench/cost/price';
import { PRICES } from '../../bench/cost/prices';

const FUNCTION = { Type: 'AWS::Lambda::Function', Properties: { MemorySize: 1_024, Architectures: ['arm64'] } };
const template = {
  Resources: {
    Worker0A1B2C3D: FUNCTION,
    Small0A1B2C3D: { Type: 'AWS::Lambda::Function', Properties: {} },
    WorkerLogGroup0A1B2C3D: { Type: 'AWS::Logs::LogGroup' },
    Logged0A1B2C3D: { Type: 'AWS::ApiGateway::Stage', Properties: { AccessLogSetting: {} } },
    Unlogged0A1B2C3D: { Type: 'AWS::ApiGateway::Stage', Properties: {} },
    Machine0A1B2C3D: { Type: 'AWS::StepFunctions::StateMachine', Properties: {} },
  },
};
const { perMillion, perGigabyteSecond } = PRICES;
const TEXT_LOG = 370 / 1e9 * 1e6 * PRICES.perLogGigabyte;

test('counted units cost their price', () => {
  expect(priceOfMillion({ template }, { events: 3, readUnits: 0.5, writeUnits: 2 }))
    .toBeCloseTo(3 * perMillion.events + 0.5 * perMillion.readUnits + 2 * perMillion.writeUnits);
});

test('stored data costs its price for each month, and that of its backups', () => {
  const { table, pointInTimeRecovery } = PRICES.perGigabyteMonth;
  expect(priceOfMillion({ template }, { stored: { bytes: 500, months: 12 } })).toBeCloseTo(0.5 * 12 * (table + pointInTimeRecovery));
});

test.each([
  ['REST', perMillion.restApiRequests], ['HTTP', perMillion.httpApiRequests],
] as const)('a request to a %s API costs its price, and the entry in the access log if there is one', (kind, price) => {
  const priceOf = (stage: string) => priceOfMillion({ template }, { apiRequests: [{ kind, stage }] });
  expect(priceOf('Unlogged')).toBe(price);
  expect(priceOf('Logged')).toBeCloseTo(price + 700 / 1e9 * 1e6 * PRICES.perLogGigabyte);
});

test('a call costs the memory of its function, also while it waits', () => {
  const call = { logicalId: 'Worker', cpuMs: 0, waitMs: 100 };
  expect(priceOfMillion({ template }, { functionCalls: [call] }))
    .toBeCloseTo(perMillion.functionCalls + 1e6 * 0.1 * perGigabyteSecond.arm64 + TEXT_LOG);
});

test('work takes longer with less memory than that of one processor', () => {
  const call = { logicalId: 'Small', cpuMs: 10, waitMs: 0 };
  expect(priceOfMillion({ template }, { functionCalls: [call] }))
    .toBeCloseTo(perMillion.functionCalls + 1e6 * 0.139 * (128 / 1_024) * perGigabyteSecond.x86_64 + TEXT_LOG);
});

test('a call that not every action makes costs its part', () => {
  const call = { logicalId: 'Worker', cpuMs: 1, waitMs: 1 };
  expect(priceOfMillion({ template }, { functionCalls: [{ ...call, times: 0.1 }] }))
    .toBeCloseTo(priceOfMillion({ template }, { functionCalls: [call] }) / 10);
});

test('the function that begins a trace pays for it, for the part that is traced', () => {
  const traced = { Traced0A1B2C3D: { ...FUNCTION, Properties: { ...FUNCTION.Properties, TracingConfig: { Mode: 'Active' } } } };
  const price = (joinsTrace: boolean, share?: number) =>
    priceOfMillion({ template: { Resources: traced } }, { functionCalls: [{ logicalId: 'Traced', cpuMs: 1, waitMs: 1, joinsTrace }] }, share);
  expect(price(false) - price(true)).toBeCloseTo(0.05 * perMillion.traces);
  expect(price(false, 0.01) - price(true)).toBeCloseTo(0.01 * perMillion.traces);
});

test('an execution is billed in full tenths of a second', () => {
  const price = (ms: number) => priceOfMillion({ template }, { executions: [{ logicalId: 'Machine', ms }] });
  expect(price(60)).toBe(price(100));
  expect(price(101) - price(100)).toBeCloseTo(1e6 * 0.1 * (64 / 1_024) * perGigabyteSecond.express);
});

test('an execution costs the log of each state and task on its usual way', () => {
  const definition = {
    StartAt: 'Is it new?',
    States: {
      'Is it new?': { Type: 'Choice', Choices: [{ Next: 'Write' }, { Next: 'Read' }], Default: 'Read' },
      'Read': { Type: 'Task', Next: 'Write' },
      'Write': { Type: 'Task', Next: 'Done' },
      'Done': { Type: 'Succeed' },
    },
  };
  const price = (properties: object) => priceOfMillion(
    { template: { Resources: { Machine0A1B2C3D: { Type: 'AWS::StepFunctions::StateMachine', Properties: properties } } } },
    { executions: [{ logicalId: 'Machine', ms: 60 }] },
  );
  const text = JSON.stringify(definition);
  const [beginning, ...rest] = text.split('Done');
  const withReferences = { 'Fn::Join': ['', [beginning, ...rest.flatMap((part) => [{ Ref: 'Table' }, part])]] };
  for (const DefinitionString of [text, withReferences]) {
    const log = price({ DefinitionString, LoggingConfiguration: { Level: 'ALL' } }) - price({ DefinitionString });
    // The start and end of the execution, two events for each of three states, and three more for one task.
    expect(log).toBeCloseTo((2 + 3 * 2 + 3) * 350 / 1e9 * 1e6 * PRICES.perLogGigabyte);
  }
});

test('refuses a function that the template does not have', () => {
  expect(() => priceOfMillion({ template }, { functionCalls: [{ logicalId: 'Renamed', cpuMs: 1, waitMs: 1 }] })).toThrow('must have a resource Renamed');
});

test('the first users in a month are free', () => {
  expect(priceOfUsers(PRICES.monthlyUser.free)).toBe(0);
  expect(priceOfUsers(PRICES.monthlyUser.free + 1)).toBe(PRICES.monthlyUser.each);
});
