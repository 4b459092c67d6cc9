/** Records of change streams, as Lambda delivers them. */
import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import type { InvitationItem, TenantItem, UserItem } from '../../../src/contract/attributes';
import { EMAIL, OTHER_USER_ID, PERSON_NAME, REGION, TENANT_ID, USER_ID } from '../events';

export const INVITATION_ID = 'aaaabbbbccccddddeeeeffff00001111';
const CODE_HASH = '0'.repeat(64);

export const tenant: TenantItem = {
  tenantid: TENANT_ID,
  name: 'Analytical Engines',
  status: 'active',
  ownerid: USER_ID,
  version: 3,
  createdat: '2026-11-01T10:00:00.000Z',
  updatedat: '2026-11-01T10:00:00.000Z',
  members: 2,
  admins: 1,
};

export const member: UserItem = {
  tenantid: TENANT_ID,
  userid: OTHER_USER_ID,
  name: PERSON_NAME,
  email: EMAIL,
  emailkey: EMAIL,
  role: 'member',
  createdat: '2026-11-01T10:00:00.000Z',
  origin: 'invitation',
  invitationid: INVITATION_ID,
};

export const invitation: InvitationItem = {
  tenantid: TENANT_ID,
  invitationid: INVITATION_ID,
  email: EMAIL,
  role: 'editor',
  status: 'pending',
  codehash: CODE_HASH,
  invitedby: USER_ID,
  createdat: '2026-11-01T10:00:00.000Z',
  updatedat: '2026-11-01T10:00:00.000Z',
  expiresat: 1_795_000_000,
  purgeat: 1_797_000_000,
};

/** An item of any of the tables. */
export type Item = Readonly<Record<string, unknown>>;

export interface RowChange {
  readonly before?: object;
  readonly after?: object;
  /** Other fields of the record. */
  readonly record?: Partial<DynamoDBRecord>;
}

let records = 0;

/** @see https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html */
export function changeRecord({ before, after, record }: RowChange): DynamoDBRecord {
  const number = ++records;
  const row = (after ?? before)! as Item;
  const keys = Object.fromEntries(['tenantid', 'userid', 'invitationid'].filter((name) => isKey(name, row)).map((name) => [name, row[name]]));
  return {
    eventID: `${number}`.padStart(32, '0'),
    eventName: before === undefined ? 'INSERT' : after === undefined ? 'REMOVE' : 'MODIFY',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: REGION,
    dynamodb: {
      ApproximateCreationDateTime: 1_794_000_000,
      Keys: image(keys),
      OldImage: before && image(before),
      NewImage: after && image(after),
      SequenceNumber: `${100_000 + number}`,
      SizeBytes: 300,
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    },
    eventSourceARN: `arn:aws:dynamodb:${REGION}:123456789012:table/Table/stream/2026-11-01T00:00:00.000`,
    ...record,
  };
}

export function streamEvent(...changes: DynamoDBRecord[]): DynamoDBStreamEvent {
  return { Records: changes };
}

/** A membership names its invitation, which is a key of the invitations table only. */
function isKey(name: string, row: Item): boolean {
  return name in row && !(name === 'invitationid' && 'userid' in row);
}

function image(row: object) {
  return marshall(row) as NonNullable<DynamoDBRecord['dynamodb']>['NewImage'];
}
