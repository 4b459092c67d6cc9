import { LiveRegion } from './live-region';
import { useOnline } from './use-online';

/** Tells people that they are offline, and how that affects this page. */
export function OfflineBanner({ consequence }: { readonly consequence: string }) {
  const isOnline = useOnline();
  return <LiveRegion>{!isOnline && <p className="banner__text">You're offline. {consequence}</p>}</LiveRegion>;
}
