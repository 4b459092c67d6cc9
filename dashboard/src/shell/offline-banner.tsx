import { LiveRegion } from './live-region';
import { useOnline } from './use-online';

/** Says that there is no connection, and the consequence for this page. */
export function OfflineBanner({ consequence }: { readonly consequence: string }) {
  const isOnline = useOnline();
  return <LiveRegion>{!isOnline && <p className="offline__text">You're offline. {consequence}</p>}</LiveRegion>;
}
