import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import type { AuditRecord } from '../../../../src/contract/audit';
import { openClient, sealClient } from '../../../../src/runtime/audit/client-details';
import { createProvideClientKeys, usersWithoutKeys } from '../../../../src/runtime/functions/audit-writer/client-keys';
import { meaningOf } from '../../../dynamodb-meaning';
import { OTHER_USER_ID, SERVICE_ARN, USER_ID } from '../../events';

const dynamodb = mockClient(DynamoDBDocumentClient);

beforeEach(() => {
  dynamodb.reset();
  dynamodb.on(UpdateCommand).resolves({});
});

const record = (fields: Partial<AuditRecord>) => ({
  action: 'tenant.renamed', actor: { type: 'user', id: USER_ID }, targets: [], context: {}, ...fields,
}) as unknown as AuditRecord;

describe('a user may have no keys', () => {
  test('who has made a change without client details', () => {
    expect(usersWithoutKeys([record({})])).toEqual([USER_ID]);
    expect(usersWithoutKeys([record({ context: { sealedClient: 'x' } })])).toEqual([]);
    expect(usersWithoutKeys([record({ actor: { type: 'service', id: SERVICE_ARN } }), record({ actor: undefined })])).toEqual([]);
  });

  test.each(['tenant.created', 'member.added'])('who is new: %s', (action) => {
    const targets = [{ type: 'user', id: OTHER_USER_ID }, { type: 'invitation', id: 'i1' }];
    expect(usersWithoutKeys([record({ action, actor: { type: 'system', id: 'sign-up' }, targets })])).toEqual([OTHER_USER_ID]);
  });

  test('who is asked for once, whatever the number of changes', () => {
    expect(usersWithoutKeys([record({}), record({}), record({ action: 'member.added', targets: [{ type: 'user', id: USER_ID }] })])).toEqual([USER_ID]);
  });
});

describe('keys', () => {
  const provide = async () => createProvideClientKeys(DynamoDBDocumentClient.from(new DynamoDBClient({})), 'users')(USER_ID);

  test('are a pair, written to the record of a user who has none, and was not erased', async () => {
    await provide();

    const [{ args: [{ input }] }] = dynamodb.commandCalls(UpdateCommand);
    const { ':sealingKey': sealingKey, ':openingKey': openingKey } = input.ExpressionAttributeValues!;
    expect(meaningOf(input)).toMatchObject({
      TableName: 'users',
      Key: { tenantid: `@${USER_ID}`, userid: `@${USER_ID}` },
      condition: 'attribute_not_exists(erasedat) AND attribute_not_exists(sealingkey)',
    });
    const sealed = await sealClient({ ip: '192.0.2.7' }, USER_ID, sealingKey);
    await expect(openClient(sealed, USER_ID, openingKey)).resolves.toEqual({ ip: '192.0.2.7' });
  });

  test('stay as they are', async () => {
    dynamodb.on(UpdateCommand).rejects(new ConditionalCheckFailedException({ message: 'The conditional request failed', $metadata: {} }));
    await expect(provide()).resolves.toBeUndefined();
  });

  test('that cannot be written are an error', async () => {
    dynamodb.on(UpdateCommand).rejects(new Error('ThrottlingException'));
    await expect(provide()).rejects.toThrow('ThrottlingException');
  });
});
