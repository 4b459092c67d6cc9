import './document';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { renderHook, type RenderHookResult } from '@testing-library/react';
import { createElement, type ReactNode } from 'react';
import type { SessionSource } from '../../../web/src';
import { TenancyProvider } from '../../../web/src/react';

// Exported from here, so that the document exists before they are loaded.
export { timeoutManager } from '@tanstack/react-query';
export { act, cleanup, waitFor } from '@testing-library/react';

export interface Page {
  readonly apiUrl: string;
  readonly session: SessionSource;
  readonly user?: string;
  readonly queryClient?: QueryClient;
}

/** A query client that does not keep the test process running. */
export function createQueryClient(): QueryClient {
  return new QueryClient({ defaultOptions: { queries: { gcTime: Infinity }, mutations: { gcTime: Infinity } } });
}

/** Renders a hook in a component. */
export function render<T>(hook: () => T, { apiUrl, session, user, queryClient = createQueryClient() }: Page): RenderHookResult<T, void> {
  const wrapper = ({ children }: { readonly children: ReactNode }) => createElement(
    QueryClientProvider,
    { client: queryClient },
    createElement(TenancyProvider, { apiUrl, session, user, children }),
  );
  return renderHook(hook, { wrapper });
}
