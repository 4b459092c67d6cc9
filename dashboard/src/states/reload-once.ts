/**
 * Loads the page again, unless this was just tried. Browsers request a script that failed again only after a load. The history
 * entry remembers the attempt across the load, until the next navigation.
 *
 * @returns whether the page is about to be loaded again
 */
export function reloadOnce(): boolean {
  const state = window.history.state as Readonly<Record<string, unknown>> | null;
  if (state?.hasReloaded === true) return false;
  window.history.replaceState({ ...state, hasReloaded: true }, '');
  window.location.reload();
  return true;
}
