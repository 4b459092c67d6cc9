import { type RefObject, useRef } from 'react';
import { focusHeading } from './heading-focus';

interface NeighborFocus {
  /** To be called while the row is still there. */
  readonly remember: () => void;
  /** To be called when the row is about to go, or has gone. */
  readonly focus: () => void;
}

/** Keeps the focus in a list when a row of it goes: on the row after it, or before it; on the heading when it was the last one. */
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
