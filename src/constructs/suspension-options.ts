/**
 * The access of members to a suspended tenant.
 */
export enum SuspensionAccess {
  /**
   * None.
   */
  NONE = 'NONE',

  /**
   * Read: the authorizer allows the methods `GET` and `HEAD` only, on all routes of the tenant.
   */
  READ_ONLY = 'READ_ONLY',
}

/**
 * Options for suspended tenants.
 */
export interface TenancySuspensionOptions {
  /**
   * The access of the members to a suspended tenant. It takes effect within the freshness of the authorizer, and with their next tokens.
   *
   * @default SuspensionAccess.NONE
   */
  readonly access?: SuspensionAccess;
}
