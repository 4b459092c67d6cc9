import { DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { SESSION_TAG } from '../../../src/contract/isolation';
import { demandEqual, outcomeOf, type Check } from '../check';
import { OBJECTS_BUCKET_OUTPUT } from '../names';
import { clients } from '../support/clients';
import { assume } from '../support/scoped-session';

const OWN = 'tenant-1';
const FOREIGN = 'tenant-10';
const DENIED = 'AccessDenied';

export const objectPrefix: Check = {
  proves: 'a session of the tenant role only reaches the objects below its own prefix',
  run: async ({ outputs }) => {
    const Bucket = outputs[OBJECTS_BUCKET_OUTPUT];
    const everybody = clients.s3();
    for (const tenantId of [OWN, FOREIGN]) {
      await everybody.send(new PutObjectCommand({ Bucket, Key: `${tenantId}/report.txt`, Body: tenantId }));
    }
    const s3 = clients.s3(await assume(outputs.TenantRoleArn, { [SESSION_TAG.tenantId]: OWN }));
    const outcomes = async (tenantId: string) => [
      await outcomeOf(s3.send(new GetObjectCommand({ Bucket, Key: `${tenantId}/report.txt` }))),
      await outcomeOf(s3.send(new ListObjectsV2Command({ Bucket, Prefix: `${tenantId}/` }))),
      await outcomeOf(s3.send(new PutObjectCommand({ Bucket, Key: `${tenantId}/new.txt`, Body: 'new' }))),
      await outcomeOf(s3.send(new DeleteObjectCommand({ Bucket, Key: `${tenantId}/new.txt` }))),
    ];
    demandEqual('The outcomes below the own prefix', await outcomes(OWN), ['allowed', 'allowed', 'allowed', 'allowed']);
    demandEqual('The outcomes below a foreign prefix', await outcomes(FOREIGN), [DENIED, DENIED, DENIED, DENIED]);
    for (const Prefix of [undefined, '', OWN, 'tenant-']) {
      demandEqual(`The outcome of a list with the prefix ${Prefix}`, await outcomeOf(s3.send(new ListObjectsV2Command({ Bucket, Prefix }))), DENIED);
    }
    return 'get, list, put and delete: allowed for own objects, refused for other objects';
  },
};
