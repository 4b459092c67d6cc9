import { type RefObject, useEffect } from 'react';

interface DismissalProps {
  readonly element: RefObject<HTMLElement | null>;
  readonly isOpen: boolean;
  readonly onEscape: () => void;
  /** The person has gone on to something else. */
  readonly onLeave: () => void;
}

/** Notices that a person is done with an open panel, by the keyboard or the pointer. */
export function useDismissal({ element, isOpen, onEscape, onLeave }: DismissalProps): void {
  useEffect(() => {
    if (!isOpen) return undefined;
    const onKeyDown = ({ key }: KeyboardEvent) => {
      if (key === 'Escape') onEscape();
    };
    const onElsewhere = ({ target }: Event) => {
      if (target instanceof Node && !element.current?.contains(target)) onLeave();
    };
    document.addEventListener('keydown', onKeyDown);
    document.addEventListener('focusin', onElsewhere);
    document.addEventListener('pointerdown', onElsewhere);
    return () => {
      document.removeEventListener('keydown', onKeyDown);
      document.removeEventListener('focusin', onElsewhere);
      document.removeEventListener('pointerdown', onElsewhere);
    };
  });
}
