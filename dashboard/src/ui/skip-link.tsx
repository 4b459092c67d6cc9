import type { RefObject } from 'react';

interface SkipLinkProps {
  readonly target: RefObject<HTMLElement | null>;
}

/** Lets keyboard users skip the header. A button instead of a link with `#`, because the link would add an entry to the history. */
export function SkipLink({ target }: SkipLinkProps) {
  return (
    <button type="button" className="skip-link" onClick={() => target.current?.focus()}>
      Skip to content
    </button>
  );
}
