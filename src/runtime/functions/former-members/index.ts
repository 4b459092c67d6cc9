import { formerMembersEnvironment } from './environment';
import { createHandler } from './handler';
import { createDocumentClient } from '../../aws/document-client';
import { readEnvironment } from '../../environment/environment';

const environment = readEnvironment(formerMembersEnvironment);

export const handler = createHandler({ documentClient: createDocumentClient(), usersTableName: environment.TENANCY_USERS_TABLE_NAME });
