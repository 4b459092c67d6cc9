import { useMutation, type UseMutationResult, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { loadAgain } from './load-again';
import { useTenancyContext } from './provider';
import { CHANGE } from './query-defaults';
import type { TaggedTenant } from '../client';
import { isUnsure, MissingEtagError, TenancyApiError } from '../errors';

export interface RenameInput {
  readonly name: string;
  /** Of the tenant that the person has seen. A tenant may lack it; then saving fails with a `MissingEtagError`. */
  readonly etag: string | undefined;
}

export type RenameResult =
  | { readonly outcome: 'renamed'; readonly tenant: TaggedTenant }
  /** Somebody was faster. Saving again with the tag of the latest version overwrites it. */
  | { readonly outcome: 'conflict'; readonly latest: TaggedTenant };

/**
 * Renames a tenant, and updates what `useTenant` shows. A change is sent once, also after the network has failed; whether it was made
 * all the same is found out when the person saves again.
 */
export function useRenameTenant(tenantId: string): UseMutationResult<RenameResult, Error, RenameInput> {
  const { client, keys } = useTenancyContext();
  const queryClient = useQueryClient();
  const key = keys.tenant(tenantId);
  // Names that were sent from here, and nobody knows whether they were saved.
  const unsure = useRef(new Set<string>());

  return useMutation({
    mutationKey: keys.ofTenant(tenantId),
    mutationFn: async ({ name, etag }): Promise<RenameResult> => {
      const rename = async (version: string | undefined): Promise<RenameResult> => {
        if (version === undefined) throw new MissingEtagError();
        try {
          return { outcome: 'renamed', tenant: await client.renameTenant(tenantId, name, { etag: version }) };
        } catch (error) {
          if (!isConflict(error)) throw error;
          const latest = await client.getTenant(tenantId);
          // A change whose answer got lost was made all the same.
          if (latest.name === name) return { outcome: 'renamed', tenant: latest };
          // So was an earlier one of the same person, who wants this name instead by now.
          return unsure.current.delete(latest.name) ? rename(latest.etag) : { outcome: 'conflict', latest };
        }
      };
      return rename(etag);
    },
    onMutate: async () => queryClient.cancelQueries({ queryKey: key }),
    onSuccess: (result) => {
      unsure.current.clear();
      queryClient.setQueryData(key, result.outcome === 'renamed' ? result.tenant : result.latest);
    },
    onError: (error, { name }) => {
      if (!isUnsure(error)) return;
      unsure.current.add(name);
      void loadAgain(queryClient, key);
    },
    ...CHANGE,
  });
}

function isConflict(error: unknown): boolean {
  return error instanceof TenancyApiError && error.kind === 'conflict';
}
