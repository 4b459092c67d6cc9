import type { ComponentType } from 'react';
import { createBrowserRouter, type RouteObject } from 'react-router';
import type { DashboardConfiguration, DashboardFeature } from '../../../src/contract/dashboard';
import { Layout } from '../frame/layout';
import { INVITATION_PATH } from '../invitation-link/given-invitation';
import { TenantsPage } from '../my-tenants/tenants-page';
import { NotFoundPage } from '../states/not-found-page';
import { PageError } from '../states/page-error';
import { PartMissingError } from '../states/part-missing-error';
import { PageSkeleton } from '../states/skeletons';
import { TenantPage } from '../tenant-information/tenant-page';

const ACCOUNT_PAGE: RouteObject = { path: 'account', lazy: page(async () => (await import('../account/account-page')).AccountPage) };

/** The pages of features that can be turned off. They are loaded on demand. */
const FEATURE_PAGES: Readonly<Record<DashboardFeature, readonly RouteObject[]>> = {
  members: [{ path: 'members', lazy: page(async () => (await import('../members/members-page')).MembersPage) }],
  invitations: [
    { path: 'invitations', lazy: page(async () => (await import('../invitations/invitations-page')).InvitationsPage) },
    { path: INVITATION_PATH.slice(1), lazy: page(async () => (await import('../accept-invitation/invitation-page')).InvitationPage) },
  ],
  additionalTenants: [{ path: 'tenants/new', lazy: page(async () => (await import('../my-tenants/create-tenant-page')).CreateTenantPage) }],
  // Parts of the page of the tenant.
  closure: [],
  exports: [],
  // Each is a part of the page of the account.
  accountDeletion: [ACCOUNT_PAGE],
  sessions: [ACCOUNT_PAGE],
  audit: [{ path: 'activity', lazy: page(async () => (await import('../activity/activity-page')).ActivityPage) }],
};

export function createRouter({ features = {} }: DashboardConfiguration): ReturnType<typeof createBrowserRouter> {
  const featurePages = Object.entries(FEATURE_PAGES).flatMap(([feature, pages]) => (features[feature as DashboardFeature] === false ? [] : pages));
  return createBrowserRouter([
    {
      Component: Layout,
      children: [
        {
          // Inside the layout: the header stays when a page crashes, and while a page is loading.
          ErrorBoundary: PageError,
          HydrateFallback: PageSkeleton,
          children: [
            { index: true, Component: TenantPage },
            { path: 'tenants', Component: TenantsPage },
            ...new Set(featurePages),
            { path: '*', Component: NotFoundPage },
          ],
        },
      ],
    },
  ]);
}

function page(load: () => Promise<ComponentType>): () => Promise<{ readonly Component: ComponentType }> {
  return async () => {
    try {
      return { Component: await load() };
    } catch (error) {
      throw new PartMissingError({ cause: error });
    }
  };
}
