import { useOnline } from './use-online';

/** Says that there is no connection, and that nothing has to be done about it here. */
export function OfflineBanner() {
  const isOnline = useOnline();
  // The region is there before its text, or it would not be read out.
  return (
    <div role="status" className="offline">
      {!isOnline && <p className="offline__text">You are offline. This page goes on by itself when you are connected again.</p>}
    </div>
  );
}
