import type { UserCreatedDetail } from '../../src/contract/events';

export type User = Required<UserCreatedDetail>;

/** People who sign up. Their ids tell the proof that they are from. */
export function newUsers(count: number, proof: string): User[] {
  return Array.from({ length: count }, (_, index) => {
    const userId = `${proof}-${index}`;
    return { userId, userName: userId, name: `Ada ${index}`, email: `${userId}@example.com` };
  });
}
