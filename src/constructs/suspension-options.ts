/**
 * The access of members to a suspended tenant.
 */
export enum SuspensionAccess {
  /**
   * Nothing: their next tokens do not carry the tenant.
   */
  NONE = 'NONE',

  /**
   * Read: their next tokens carry the tenant, and the authorizer allows the methods `GET` and `HEAD` only, on all routes of the tenant.
   */
  READ_ONLY = 'READ_ONLY',
}

/**
 * Options for suspended tenants.
 */
export interface TenancySuspensionOptions {
  /**
   * The access of the members to a suspended tenant. It takes effect with their next tokens: at the next sign-in or refresh.
   *
   * @default SuspensionAccess.NONE
   */
  readonly access?: SuspensionAccess;
}
