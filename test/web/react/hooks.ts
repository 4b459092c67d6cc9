import './document';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { renderHook, type RenderHookResult } from '@testing-library/react';
import { createElement, type ReactNode } from 'react';
import type { SessionSource } from '../../../web/src';
import { TenancyProvider } from '../../../web/src/react';

export interface Page {
  readonly apiUrl: string;
  readonly session: SessionSource;
  readonly user?: string;
  readonly queryClient?: QueryClient;
}

/** One that the test process does not wait for. */
export function createQueryClient(): QueryClient {
  return new QueryClient({ defaultOptions: { queries: { gcTime: Infinity }, mutations: { gcTime: Infinity } } });
}

/** Calls a hook as a component of an app does. */
export function render<T>(hook: () => T, { apiUrl, session, user, queryClient = createQueryClient() }: Page): RenderHookResult<T, void> {
  const wrapper = ({ children }: { readonly children: ReactNode }) => createElement(
    QueryClientProvider,
    { client: queryClient },
    createElement(TenancyProvider, { apiUrl, session, user, children }),
  );
  return renderHook(hook, { wrapper });
}
