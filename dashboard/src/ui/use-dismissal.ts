import { type RefObject, useEffect } from 'react';

interface DismissalProps {
  readonly element: RefObject<HTMLElement | null>;
  readonly isOpen: boolean;
  readonly onEscape: () => void;
  /** Called when the person moves to another part of the page. */
  readonly onLeave: () => void;
}

/** Detects that a person leaves an open panel, with the keyboard or the pointer. */
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
