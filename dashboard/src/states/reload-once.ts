/**
 * Loads the page again, unless that has just been tried. Browsers do not ask again for a script that failed; a fresh page does.
 * The entry in the history remembers it across the load, and is left with the next navigation.
 *
 * @returns whether the page is about to go
 */
export function reloadOnce(): boolean {
  const state = window.history.state as Readonly<Record<string, unknown>> | null;
  if (state?.hasReloaded === true) return false;
  window.history.replaceState({ ...state, hasReloaded: true }, '');
  window.location.reload();
  return true;
}
