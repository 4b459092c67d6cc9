import { type ReactNode, useEffect, useState } from 'react';

/** What assistive technology takes to get to know a region. What is in there from the start is not read out. */
const INTRODUCTION_MS = 100;

interface LiveRegionProps {
  readonly className?: string;
  readonly children: ReactNode;
}

/** What comes up in here is read out, when nothing else is. */
export function LiveRegion({ className, children }: LiveRegionProps) {
  const [isKnown, setIsKnown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsKnown(true), INTRODUCTION_MS);
    return () => clearTimeout(timer);
  }, []);
  return <div role="status" className={className}>{isKnown && children}</div>;
}
