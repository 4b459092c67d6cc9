import { type InfiniteData, useInfiniteQuery, type UseInfiniteQueryResult, useMutation, type UseMutationResult } from '@tanstack/react-query';
import { useTenancyContext } from './provider';
import { CHANGE, retry } from './query-defaults';
import type { ExportRepresentation, RequestedExport } from '../../../src/contract/api';
import { EXPORT_STATUS } from '../../../src/contract/exports';

/** Time between two looks at a running export. */
const POLL_MS = 5_000;

/** Time before the links expire at which new ones are loaded. */
const RENEW_BEFORE_MS = 2 * 60_000;

/** An export of a tenant, and its request. */
export interface TenantExport {
  /** The id of the export that was requested last, or of the one that was passed to the hook. Store it to show the export again later. */
  readonly exportId?: string;
  /** Requests an export. Fails with `signInAgain` if the user must sign in first. All requests in a period of ten minutes result in one export, unless it fails. */
  readonly request: UseMutationResult<RequestedExport, Error, void>;
  /**
   * The export, with pages of its files. It is loaded again every five seconds until it has ended, and then before its links expire.
   * `fetchNextPage` loads more files while `hasNextPage` is true. It is pending while there is no export.
   */
  readonly progress: UseInfiniteQueryResult<InfiniteData<ExportRepresentation>>;
}

/**
 * Exports the data of a tenant, and returns links to the files when the export is complete.
 *
 * @param known The id of an earlier export. Its data is loaded until another one is requested.
 */
export function useTenantExport(tenantId: string, known?: string): TenantExport {
  const { client, keys } = useTenancyContext();
  const request = useMutation({
    mutationKey: keys.ofTenant(tenantId),
    mutationFn: async () => client.requestExport(tenantId),
    ...CHANGE,
  });
  const exportId = request.data?.exportId ?? known;
  const progress = useInfiniteQuery({
    queryKey: keys.export(tenantId, exportId),
    queryFn: async ({ signal, pageParam }) => client.describeExport(tenantId, exportId!, { signal, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    enabled: exportId !== undefined,
    refetchInterval: ({ state }) => untilNextLook(state.data?.pages[0]),
    retry,
  });
  return { ...exportId !== undefined && { exportId }, request, progress };
}

/** @returns milliseconds; `false` if the export will not change */
function untilNextLook(shown: ExportRepresentation | undefined): number | false {
  if (shown?.status === EXPORT_STATUS.running) return POLL_MS;
  if (shown?.expiresAt === undefined) return false;
  return Math.max(Date.parse(shown.expiresAt) - RENEW_BEFORE_MS - Date.now(), POLL_MS);
}
