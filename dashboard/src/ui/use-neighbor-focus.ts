import { type RefObject, useRef } from 'react';
import { focusHeading } from './heading-focus';

interface NeighborFocus {
  /** Call this while the row still exists. */
  readonly remember: () => void;
  /** Call this when the row is about to disappear, or has disappeared. */
  readonly focus: () => void;
}

/** Moves the focus when a row disappears: to the next row, else to the previous one, else to the heading. */
export function useNeighborFocus(row: RefObject<HTMLElement | null>): NeighborFocus {
  const neighbor = useRef<Element | null>(null);
  return {
    remember: () => {
      neighbor.current = row.current?.nextElementSibling ?? row.current?.previousElementSibling ?? null;
    },
    focus: () => {
      if (neighbor.current instanceof HTMLElement && neighbor.current.isConnected) neighbor.current.focus();
      else focusHeading();
    },
  };
}
