import { useEffect, useRef } from 'react';

/** Whether a heading was shown since the load of the page. The first heading doesn't take the focus from where the browser put it. */
let isFirstShown = false;

/** Moves the focus to the page's only `h1`, when the element that has it disappears. Screen readers then read the heading. */
export function focusHeading(): void {
  document.querySelector('h1')?.focus();
}

/**
 * Moves the focus to the heading after a navigation, a sign-in or a sign-out.
 *
 * @param place the current place; a new value moves the focus
 * @param isWelcome whether the focus may move now
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
