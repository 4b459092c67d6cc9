import { useMutation, type UseMutationResult, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { loadAgain } from './load-again';
import { useTenancyContext } from './provider';
import { CHANGE } from './query-defaults';
import type { TaggedTenant } from '../client';
import { isUnsure, MissingEtagError, TenancyApiError } from '../errors';

export interface RenameInput {
  readonly name: string;
  /** The tag of the version that the person has seen. Without a tag, saving fails with a `MissingEtagError`. */
  readonly etag: string | undefined;
}

export type RenameResult =
  | { readonly outcome: 'renamed'; readonly tenant: TaggedTenant }
  /** The tenant has changed since. Saving again with the tag of `latest` overwrites that change. */
  | { readonly outcome: 'conflict'; readonly latest: TaggedTenant };

/**
 * Renames a tenant, and updates the data of `useTenant`. A rename is sent only once, even if the network fails. When the person saves
 * again, the hook finds out whether the first attempt succeeded.
 */
export function useRenameTenant(tenantId: string): UseMutationResult<RenameResult, Error, RenameInput> {
  const { client, keys } = useTenancyContext();
  const queryClient = useQueryClient();
  const key = keys.tenant(tenantId);
  // Names that this hook sent and that may have been saved.
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
          // An earlier attempt succeeded although its response was lost.
          if (latest.name === name) return { outcome: 'renamed', tenant: latest };
          // If the latest name is from an earlier attempt of the same person, this one replaces it.
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
