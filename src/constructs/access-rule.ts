/**
 * Restricts routes of a tenant to some roles.
 */
export interface AccessRule {
  /**
   * The path of the routes, below `/tenant/{tenantId}` and in API Gateway's notation, such as `/tenant/{tenantId}/devices/{deviceId}`. The
   * rule also applies to everything below this path. At most 250 characters.
   */
  readonly path: string;

  /**
   * The methods that the rule applies to: `DELETE`, `GET`, `PATCH`, `POST` or `PUT`.
   *
   * @default - all methods
   */
  readonly methods?: string[];

  /**
   * The roles that can use the routes: at least one. Declare each role in `roles` of the authorizer or the tenancy.
   */
  readonly roles: string[];
}
