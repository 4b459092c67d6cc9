import { SessionEndedError } from './errors';
import { type Membership, membershipOfToken } from './membership-of-token';
import { pause } from './pause';
import type { SessionSource } from './session';

/** The pauses before retries. A refresh can fail, or return a token from before the change if it was already running. */
const RETRY_MS = [1_000, 2_000, 4_000];

export interface RefreshMembershipProps {
  readonly session: SessionSource;
  /** Whether the token contains the change. */
  readonly isExpected: (membership: Membership) => boolean;
  readonly signal?: AbortSignal;
}

export interface RefreshResult {
  /** `delayed` means that the token doesn't contain the change after four refreshes in seven seconds. The change itself was made. */
  readonly outcome: 'ready' | 'delayed';
  /** The membership in the latest token; absent if every refresh failed. */
  readonly membership?: Membership;
}

/**
 * Refreshes the token after a change of the user's memberships, until the token contains the change.
 *
 * @throws SessionEndedError if the session has ended
 */
export async function refreshMembership({ session, isExpected, signal }: RefreshMembershipProps): Promise<RefreshResult> {
  let membership: Membership | undefined;
  for (const pauseMs of [0, ...RETRY_MS]) {
    if (pauseMs > 0) await pause(pauseMs, signal);
    try {
      membership = membershipOfToken((await session.refresh()).token);
    } catch (error) {
      // A failed refresh doesn't undo the change, so it is only tried again.
      if (error instanceof SessionEndedError) throw error;
      continue;
    }
    if (isExpected(membership)) return { outcome: 'ready', membership };
  }
  return { outcome: 'delayed', membership };
}
