import type { RefObject } from 'react';

interface SkipLinkProps {
  readonly target: RefObject<HTMLElement | null>;
}

/** Leads people who use the keyboard past the header. It moves the focus by itself: an address with `#` would be a page to go back to. */
export function SkipLink({ target }: SkipLinkProps) {
  return (
    <button type="button" className="skip-link" onClick={() => target.current?.focus()}>
      Skip to content
    </button>
  );
}
