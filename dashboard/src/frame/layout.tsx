import './frame.css';
import { useRef } from 'react';
import { Outlet } from 'react-router';
import { Header } from './header';
import { MembershipNotice } from './membership-notice';
import { ReadOnlyBanner } from './read-only-banner';
import { Announcer } from '../ui/announcer';
import { OfflineBanner } from '../ui/offline-banner';
import { SkipLink } from '../ui/skip-link';
import { Toaster } from '../ui/toaster';

/** The frame of all pages. */
export function Layout() {
  const main = useRef<HTMLElement>(null);
  return (
    <div className="frame">
      <SkipLink target={main} />
      <Header />
      <OfflineBanner consequence="This page continues when you're back online." />
      <ReadOnlyBanner />
      <main className="main" ref={main} tabIndex={-1}>
        <Toaster>
          <MembershipNotice />
          <Announcer><Outlet /></Announcer>
        </Toaster>
      </main>
    </div>
  );
}
