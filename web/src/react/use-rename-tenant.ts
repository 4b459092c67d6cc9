import { useMutation, type UseMutationResult, useQueryClient } from '@tanstack/react-query';
import { useTenancyContext } from './provider';
import type { TaggedTenant } from '../client';
import { NetworkError, TenancyApiError } from '../errors';

export interface RenameInput {
  readonly name: string;
  /** Of the tenant that the person has seen. */
  readonly etag?: string;
}

export type RenameResult =
  | { readonly outcome: 'renamed'; readonly tenant: TaggedTenant }
  /** Somebody was faster. Saving again with the tag of the latest version overwrites it. */
  | { readonly outcome: 'conflict'; readonly latest: TaggedTenant };

/** Renames a tenant, and updates what `useTenant` shows. A change is sent once, also after the network has failed. */
export function useRenameTenant(tenantId: string): UseMutationResult<RenameResult, Error, RenameInput> {
  const { client, keys } = useTenancyContext();
  const queryClient = useQueryClient();
  const key = keys.tenant(tenantId);

  return useMutation({
    mutationFn: async ({ name, etag }): Promise<RenameResult> => {
      try {
        return { outcome: 'renamed', tenant: await client.renameTenant(tenantId, name, { etag }) };
      } catch (error) {
        if (!(error instanceof TenancyApiError && error.kind === 'conflict')) throw error;
        const latest = await client.getTenant(tenantId);
        // A change whose answer got lost was made all the same.
        return latest.name === name ? { outcome: 'renamed', tenant: latest } : { outcome: 'conflict', latest };
      }
    },
    onMutate: async () => queryClient.cancelQueries({ queryKey: key }),
    onSuccess: (result) => queryClient.setQueryData(key, result.outcome === 'renamed' ? result.tenant : result.latest),
    onError: (error) => {
      // Nobody knows whether the change was made.
      if (error instanceof NetworkError) void queryClient.invalidateQueries({ queryKey: key });
    },
    // A person who saves without a connection wants to hear of it, not to find it done an hour later.
    networkMode: 'always',
    retry: false,
  });
}
