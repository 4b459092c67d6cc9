import { type ReactNode, useEffect, useState } from 'react';

/** The time that assistive technology needs to detect a region. It doesn't announce content that is there from the start. */
const INTRODUCTION_MS = 100;

interface LiveRegionProps {
  readonly className?: string;
  readonly children: ReactNode;
}

/** Announces its content to screen readers, after they have finished the current text. */
export function LiveRegion({ className, children }: LiveRegionProps) {
  const [isKnown, setIsKnown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsKnown(true), INTRODUCTION_MS);
    return () => clearTimeout(timer);
  }, []);
  return <div role="status" className={className}>{isKnown && children}</div>;
}
