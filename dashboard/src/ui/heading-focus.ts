import { useEffect, useRef } from 'react';

/** Whether a heading has been shown since the page was loaded. The first one leaves the focus where the browser puts it. */
let isFirstShown = false;

/** Puts the focus on the page's one heading of level 1, so that it is not lost with what had it, and screen readers say where they are. */
export function focusHeading(): void {
  document.querySelector('h1')?.focus();
}

/**
 * Puts the focus on the heading whenever a person gets to another place, by a navigation, a sign-in or a sign-out.
 *
 * @param place changes when the heading is about something else
 * @param isWelcome whether the focus may be moved now
 */
export function useHeadingFocus(place: string, isWelcome: () => boolean = () => true): void {
  const lastPlace = useRef<string>(undefined);
  useEffect(() => {
    if (lastPlace.current === place) return;
    lastPlace.current = place;
    if (isFirstShown && isWelcome()) focusHeading();
    isFirstShown = true;
  });
}
