import { createHandler } from './handler';
import { createExportApi } from '../../exports/export-api';

export const handler = createHandler(createExportApi());
