import { SessionEndedError } from './errors';
import { type Membership, membershipOfToken } from './membership-of-token';
import { pause } from './pause';
import type { SessionSource } from './session';

/** A refresh that was under way before the change brings a token from before it, and one can fail. */
const RETRY_MS = [1_000, 2_000, 4_000];

export interface RefreshMembershipProps {
  readonly session: SessionSource;
  /** Whether the token is the one that the change leads to. */
  readonly isExpected: (membership: Membership) => boolean;
  readonly signal?: AbortSignal;
}

export interface RefreshResult {
  /** `delayed`: the token is not as expected after four refreshes in seven seconds. The change stands all the same. */
  readonly outcome: 'ready' | 'delayed';
  /** What the token of the session says now; absent when there was none to be had. */
  readonly membership?: Membership;
}

/**
 * After a change of the user's memberships, refreshes the token until it says so.
 *
 * @throws SessionEndedError when nobody is signed in any more
 */
export async function refreshMembership({ session, isExpected, signal }: RefreshMembershipProps): Promise<RefreshResult> {
  let membership: Membership | undefined;
  for (const pauseMs of [0, ...RETRY_MS]) {
    if (pauseMs > 0) await pause(pauseMs, signal);
    try {
      membership = membershipOfToken((await session.refresh()).token);
    } catch (error) {
      // A token that does not come makes nothing undone.
      if (error instanceof SessionEndedError) throw error;
      continue;
    }
    if (isExpected(membership)) return { outcome: 'ready', membership };
  }
  return { outcome: 'delayed', membership };
}
