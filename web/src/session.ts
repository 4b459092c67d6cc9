/** What the signed-in person has, for now. */
export interface Session {
  /** The token that the API takes: the access token, or the ID token of pools whose hook knows version 1 of the event only. */
  readonly token: string;
}

/** How to come by a session; any library for signing in can be behind it. */
export interface SessionSource {
  /** @throws SessionEndedError when nobody is signed in */
  getSession(): Promise<Session>;
  /**
   * Asks for new tokens, even when the ones at hand are good for some time.
   *
   * @throws SessionEndedError when nobody is signed in
   */
  refresh(): Promise<Session>;
}
