import { Logger } from '@aws-lambda-powertools/logger';
import { createHandler } from './handler';
import { createDocumentClient } from '../../aws/document-client';
import { createStreamParts } from '../../changes/stream-parts';
import { changeStreamChecks } from '../../environment/change-streams';
import { readEnvironment } from '../../environment/environment';

export const handler = createHandler(createStreamParts(readEnvironment(changeStreamChecks), createDocumentClient(), new Logger()));
