import { createBrowserRouter } from 'react-router';
import { Layout } from '../shell/layout';
import { Crashed } from '../states/crashed';
import { NotFoundPage } from '../states/not-found-page';
import { TenantPage } from '../tenant/tenant-page';
import { TenantsPage } from '../tenants/tenants-page';

export function createRouter(): ReturnType<typeof createBrowserRouter> {
  return createBrowserRouter([
    {
      Component: Layout,
      children: [
        {
          // Inside of the layout: the header stays when a page crashes.
          ErrorBoundary: Crashed,
          children: [
            { index: true, Component: TenantPage },
            { path: 'tenants', Component: TenantsPage },
            { path: '*', Component: NotFoundPage },
          ],
        },
      ],
    },
  ]);
}
