import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { SESSION_TAG } from '../../../src/contract/isolation';
import { operationsOn } from '../../e2e/support/scoped-operations';
import { demandEqual, outcomeOf, type Check } from '../check';
import { clients } from '../support/clients';
import { assume } from '../support/scoped-session';

const OWN = 'tenant-1';
// The id starts with that of the own tenant: a rule that compares prefixes would allow it.
const FOREIGN = 'tenant-10';
const DENIED = 'AccessDeniedException';

export const scopedRows: Check = {
  proves: 'a session of the tenant role reads and writes own rows, also in batches and transactions, and is denied other rows, mixed requests, scans and PartiQL',
  covers: 'PartiQL statements',
  run: async ({ outputs }) => {
    const table = outputs.DevicesTableName;
    for (const tenantId of [OWN, FOREIGN]) {
      await clients.dynamodb().send(new PutItemCommand({
        TableName: table, Item: { tenantid: { S: tenantId }, deviceid: { S: 'thermometer' }, name: { S: 'Thermometer' } },
      }));
    }
    const session = clients.dynamodb(await assume(outputs.TenantRoleArn, { [SESSION_TAG.tenantId]: OWN }));
    const operations = operationsOn(OWN);
    for (const { name, isAllowedOnOwnRows, send } of operations) {
      demandEqual(`The outcome of: ${name}, own rows`, await outcomeOf(send(session, table, OWN)), isAllowedOnOwnRows ? 'allowed' : DENIED);
      demandEqual(`The outcome of: ${name}, foreign rows`, await outcomeOf(send(session, table, FOREIGN)), DENIED);
    }
    return `${operations.length} operations, each on own rows and on rows of another tenant`;
  },
};
