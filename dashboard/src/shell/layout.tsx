import './shell.css';
import { useRef } from 'react';
import { Outlet } from 'react-router';
import { Announcer } from './announcer';
import { Header } from './header';
import { MembershipNotice } from './membership-notice';
import { OfflineBanner } from './offline-banner';
import { SkipLink } from './skip-link';

/** What all pages have in common. */
export function Layout() {
  const main = useRef<HTMLElement>(null);
  return (
    <div className="shell">
      <SkipLink target={main} />
      <Header />
      <OfflineBanner consequence="This page goes on by itself when you are connected again." />
      <main className="main" ref={main} tabIndex={-1}>
        <MembershipNotice />
        <Announcer><Outlet /></Announcer>
      </main>
    </div>
  );
}
