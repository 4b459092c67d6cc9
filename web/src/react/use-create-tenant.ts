import type { UseMutationResult } from '@tanstack/react-query';
import { useRef } from 'react';
import { type MembershipChange, useMembershipChange } from './use-membership-change';
import type { TaggedTenant } from '../client';
import { isUnsure } from '../errors';

/**
 * Makes another tenant, by its name, and the user its admin who works in it. Trying again with the same name after an answer got
 * lost makes no second one: all tries carry the same idempotency key. Another name is another intent, and so has another key.
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
