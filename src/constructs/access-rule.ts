/**
 * Rule that restricts routes of a tenant to some roles.
 */
export interface AccessRule {
  /**
   * The path of the routes, at most 250 characters: below `/tenant/{tenantId}`, in API Gateway's notation, such as
   * `/tenant/{tenantId}/devices/{deviceId}`. The rule also applies to all paths below it.
   */
  readonly path: string;

  /**
   * The methods that the rule applies to: `DELETE`, `GET`, `PATCH`, `POST` or `PUT`.
   *
   * @default - all methods
   */
  readonly methods?: string[];

  /**
   * The roles that may use the routes: at least one. Declare each role in `roles` of the authorizer or the tenancy.
   */
  readonly roles: string[];
}
