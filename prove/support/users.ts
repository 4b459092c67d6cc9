import type { UserCreatedDetail } from '../../src/contract/events';

export type User = Required<UserCreatedDetail>;

/** Creates users who can sign up. Their ids, names and addresses contain the name of the proof. */
export function newUsers(count: number, proof: string): User[] {
  return Array.from({ length: count }, (_, index) => {
    const userId = `${proof}-${index}`;
    return { userId, userName: userId, name: `Ada ${userId}`, email: `${userId}@example.com` };
  });
}
