import { flatten } from '../../../local/app/outputs';

const ENDPOINT = 'https://127.0.0.1:4566';

test('writes the outputs of all stacks without the names of the stacks', () => {
  expect(flatten({ One: { ApiUrl: 'a' }, Two: { EventBusName: 'b' } }, ENDPOINT)).toEqual({
    Endpoint: ENDPOINT, Region: 'us-east-1', ApiUrl: 'a', EventBusName: 'b',
  });
});

test('turns the URL of a REST API into one that reaches the engine', () => {
  const { ApiUrl } = flatten({ App: { ApiUrl: 'https://0a4021be.execute-api.us-east-1.amazonaws.com/prod/' } }, ENDPOINT);
  expect(ApiUrl).toBe('https://127.0.0.1:4566/_aws/execute-api/0a4021be/prod/');
});

test('turns the URL of a queue into one that reaches the engine', () => {
  const { QueueUrl } = flatten({ App: { QueueUrl: 'https://us-east-1.amazonaws.com:4566/000000000000/dead-letters' } }, ENDPOINT);
  expect(QueueUrl).toBe('https://127.0.0.1:4566/000000000000/dead-letters');
});

test('adds the address of the key set of the user pool', () => {
  const { JwksUrl } = flatten({ App: { UserPoolId: 'us-east-1_abc' } }, ENDPOINT);
  expect(JwksUrl).toBe('https://127.0.0.1:4566/us-east-1_abc/.well-known/jwks.json');
});
