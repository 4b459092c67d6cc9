/** Names of the two tables of the tenancy. */
export interface TableNames {
  readonly tenantsTableName: string;
  readonly usersTableName: string;
}
