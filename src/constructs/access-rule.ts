/**
 * Keeps routes of a tenant to some roles.
 */
export interface AccessRule {
  /**
   * The routes: a path below `/tenant/{tenantId}`, as API Gateway writes it, such as `/tenant/{tenantId}/devices/{deviceId}`, and
   * everything below that. At most 250 characters.
   */
  readonly path: string;

  /**
   * Methods of these routes: `DELETE`, `GET`, `PATCH`, `POST` or `PUT`.
   *
   * @default - all methods
   */
  readonly methods?: string[];

  /**
   * The roles that may use them: at least one, and only roles that are declared (`roles` of the authorizer or the tenancy).
   */
  readonly roles: string[];
}
