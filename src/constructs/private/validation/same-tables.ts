import { Construct } from 'constructs';
import { ConstructError } from './construct-error';
import type { ITenantTables } from '../../tenant-tables';

/**
 * Requires that a part works on the tables of the lifecycle's saga. Otherwise, it would close tenants that are never deleted.
 *
 * @param part The prop or part, as error messages name it.
 */
export function requireSameTables(scope: Construct, part: string, tables: ITenantTables, expected: ITenantTables): void {
  // Two imports of a table are two constructs with the same name.
  if (tables.tenants.tableName !== expected.tenants.tableName || tables.users.tableName !== expected.users.tableName) {
    throw new ConstructError(scope, `${part} must have the tables of saga, ${expected.tenants.node.path}, but has other ones, ${tables.tenants.node.path}. Pass parts of one tenancy.`);
  }
}
