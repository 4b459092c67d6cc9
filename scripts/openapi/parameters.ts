import type { ParameterName } from './operations';
import { IDEMPOTENCY_KEY_PATTERN, PAGE_DEFAULT_SIZE, PAGE_MAX_SIZE } from '../../src/contract/api';
import { TENANT_STATUS } from '../../src/contract/attributes';
import { EXPORT_ID, type IdentifierFormat, identifierPattern, TENANT_ID, USER_ID } from '../../src/contract/identifiers';

interface Parameter {
  readonly name: string;
  readonly in: 'header' | 'path' | 'query';
  readonly required?: true;
  readonly description: string;
  readonly schema: object;
}

const identifier = (format: IdentifierFormat) => ({ type: 'string', pattern: identifierPattern(format).source });

/** Parameters of paths, by their names in routes. */
export const PATH_PARAMETER: Readonly<Record<string, Parameter>> = {
  tenantId: { name: 'tenantId', in: 'path', required: true, description: 'Id of the tenant, never percent-encoded.', schema: identifier(TENANT_ID) },
  userId: { name: 'userId', in: 'path', required: true, description: 'Id of the user, never percent-encoded.', schema: identifier(USER_ID) },
  invitationId: {
    name: 'invitationId', in: 'path', required: true, description: 'Id of the invitation.', schema: { type: 'string', pattern: '^[0-9a-f]{32}$' },
  },
  exportId: { name: 'exportId', in: 'path', required: true, description: 'Id of the export.', schema: identifier(EXPORT_ID) },
};

/** Parameters of headers and of the query. */
export const PARAMETER: Readonly<Record<ParameterName, Parameter>> = {
  'limit': {
    name: 'limit', in: 'query', description: 'Maximum number of entries.', schema: { type: 'integer', minimum: 1, maximum: PAGE_MAX_SIZE, default: PAGE_DEFAULT_SIZE },
  },
  'cursor': { name: 'cursor', in: 'query', description: '`nextCursor` of the previous page.', schema: { type: 'string' } },
  'status': { name: 'status', in: 'query', description: 'Only tenants in this status.', schema: { type: 'string', enum: Object.values(TENANT_STATUS) } },
  'email': { name: 'email', in: 'query', required: true, description: 'The email address, in upper or lower case.', schema: { type: 'string', minLength: 1, maxLength: 2048 } },
  'account': { name: 'account', in: 'query', description: 'Keeps the account in the user pool.', schema: { type: 'string', enum: ['keep'] } },
  'userName': {
    name: 'userName',
    in: 'query',
    description: 'Name of the user in the pool, if it is not the user id, as for users from other identity providers.',
    schema: { type: 'string', minLength: 1, maxLength: 128 },
  },
  'from': { name: 'from', in: 'query', description: 'Earliest time, with a time zone.', schema: { type: 'string', format: 'date-time' } },
  'to': { name: 'to', in: 'query', description: 'Time before which the records are, with a time zone.', schema: { type: 'string', format: 'date-time' } },
  'actor': { name: 'actor', in: 'query', description: 'Id of the actor.', schema: { type: 'string', minLength: 1, maxLength: 2048 } },
  'action': { name: 'action', in: 'query', description: 'The action, such as `member.removed`.', schema: { type: 'string', minLength: 1, maxLength: 2048 } },
  'If-Match': {
    name: 'If-Match', in: 'header', description: 'Entity tag of the tenant that the client has read. Later changes by other clients are not overwritten.', schema: { type: 'string' },
  },
  'Idempotency-Key': {
    name: 'Idempotency-Key',
    in: 'header',
    required: true,
    description: 'A random key. Repeated requests with the same key create one tenant.',
    schema: { type: 'string', pattern: IDEMPOTENCY_KEY_PATTERN.source },
  },
};
