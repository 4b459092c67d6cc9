import { Heading } from '@aws-amplify/ui-react';
import { type ReactNode, useEffect } from 'react';
import { useLocation } from 'react-router';
import { useHeadingFocus } from './heading-focus';
import { useConfiguration } from '../configuration/configuration-context';

interface PageProps {
  readonly title: string;
  readonly intro?: string;
  readonly children: ReactNode;
}

/** A page with its `h1`. */
export function Page({ title, intro, children }: PageProps) {
  const { branding } = useConfiguration();
  const { key } = useLocation();
  useHeadingFocus(key);
  useEffect(() => {
    document.title = `${title} · ${branding.title}`;
  }, [title, branding.title]);

  return (
    <>
      <div className="page-head">
        <Heading level={1} tabIndex={-1} className="page-head__title">{title}</Heading>
        {intro !== undefined && <p className="page-head__intro">{intro}</p>}
      </div>
      {children}
    </>
  );
}
