import type { UseMutationResult } from '@tanstack/react-query';
import { useRef } from 'react';
import { type MembershipChange, useMembershipChange } from './use-membership-change';
import type { TaggedTenant } from '../client';
import { isUnsure } from '../errors';

/**
 * Creates another tenant with a name. The user becomes its admin and works in it. Trying again with the same name after a lost response
 * doesn't create a second tenant, because all attempts have the same idempotency key. Another name gets another key.
 */
export function useCreateTenant(): UseMutationResult<MembershipChange<TaggedTenant>, Error, string> {
  const intent = useRef<{ readonly name: string; readonly idempotencyKey: string }>(undefined);
  return useMembershipChange({
    change: async (client, name: string, userId) => {
      if (intent.current?.name !== name) intent.current = { name, idempotencyKey: crypto.randomUUID() };
      try {
        const tenant = await client.createTenant(userId, name, intent.current);
        intent.current = undefined;
        return tenant;
      } catch (error) {
        if (!isUnsure(error)) intent.current = undefined;
        throw error;
      }
    },
    isExpected: (membership, tenant) => membership.tenantId === tenant.tenantId,
  });
}
