import { Heading } from '@aws-amplify/ui-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useLocation } from 'react-router';
import { useConfiguration } from '../app/configuration-context';

/** The key of the first entry in the history: the page was loaded, and focus is where the browser puts it. */
const FIRST_ENTRY = 'default';

interface PageProps {
  readonly title: string;
  readonly intro?: string;
  readonly children: ReactNode;
}

/** A page with its one heading, which has the focus after a navigation, so that screen readers say where they are. */
export function Page({ title, intro, children }: PageProps) {
  const { branding } = useConfiguration();
  const { key } = useLocation();
  const heading = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    document.title = `${title} · ${branding.title}`;
  }, [title, branding.title]);
  useEffect(() => {
    if (key !== FIRST_ENTRY) heading.current?.focus();
  }, [key]);

  return (
    <>
      <div className="page-head">
        <Heading level={1} ref={heading} tabIndex={-1} className="page-head__title">{title}</Heading>
        {intro !== undefined && <p className="page-head__intro">{intro}</p>}
      </div>
      {children}
    </>
  );
}
