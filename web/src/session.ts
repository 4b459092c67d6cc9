/** The session of the signed-in user. */
export interface Session {
  /** The token that the API accepts: the access token, or the ID token if `preTokenEventVersion` is `V1_0`. */
  readonly token: string;
}

/** Provides the session. Implement it with your sign-in library. */
export interface SessionSource {
  /** @throws SessionEndedError if no user is signed in */
  getSession(): Promise<Session>;
  /**
   * Requests new tokens, even if the current ones are still valid.
   *
   * @throws SessionEndedError if no user is signed in
   */
  refresh(): Promise<Session>;
}
