import { useCallback, useEffect, useState } from 'react';
import { preloadLikelyPart } from './parts';
import { SessionGate } from './session-gate';
import type { DashboardConfiguration } from '../../../src/contract/dashboard';
import { applyBranding } from '../configuration/branding';
import { loadConfiguration } from '../configuration/configuration';
import { ConfigurationContext } from '../configuration/configuration-context';
import { takeInvitation } from '../invitation-link/given-invitation';
import { canStoreTokens } from '../session/stored-user';
import { FirstPaint } from '../states/first-paint';
import { NotReachable } from '../states/not-reachable';
import { StorageBlocked } from '../states/storage-blocked';

takeInvitation();

// Loads the configuration and the code at the same time.
const firstConfiguration = loadConfiguration();
firstConfiguration.catch(() => undefined);
preloadLikelyPart();

/** Reads the configuration, then shows the half of the page for signed-in or for signed-out people. */
export function Start() {
  const [loading, setLoading] = useState(firstConfiguration);
  const [configuration, setConfiguration] = useState<DashboardConfiguration>();
  const [hasFailed, setHasFailed] = useState(false);

  useEffect(() => {
    let isCurrent = true;
    loading.then(
      (loaded) => {
        if (!isCurrent) return;
        applyBranding(loaded.branding);
        setConfiguration(loaded);
      },
      () => isCurrent && setHasFailed(true),
    );
    return () => {
      isCurrent = false;
    };
  }, [loading]);

  const tryAgain = useCallback(() => {
    setHasFailed(false);
    setLoading(loadConfiguration());
  }, []);

  if (configuration !== undefined) {
    if (!canStoreTokens(configuration.signIn)) return <StorageBlocked />;
    return <ConfigurationContext value={configuration}><SessionGate /></ConfigurationContext>;
  }
  return hasFailed ? <NotReachable tryAgain={tryAgain} /> : <FirstPaint />;
}
