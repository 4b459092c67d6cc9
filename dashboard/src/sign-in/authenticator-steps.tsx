import { Heading, useAuthenticator } from '@aws-amplify/ui-react';
import { useEffect, useRef } from 'react';
import { stepTitle } from './texts';
import { useConfiguration } from '../app/configuration-context';

/** The heading of the step that the Authenticator is at. A new step is a new page to people: title and focus follow. */
export function AuthenticatorSteps() {
  const { branding } = useConfiguration();
  const { route } = useAuthenticator((context) => [context.route]);
  const title = stepTitle(route);
  const heading = useRef<HTMLHeadingElement>(null);
  const lastTitle = useRef(title);

  useEffect(() => {
    document.title = `${title} · ${branding.title}`;
    if (lastTitle.current !== title && !document.activeElement?.matches('[role=tab]')) heading.current?.focus();
    lastTitle.current = title;
  }, [title, branding.title]);

  return <Heading level={1} ref={heading} tabIndex={-1} className="sign-in__title">{title}</Heading>;
}
