import { Alert, Heading, useAuthenticator } from '@aws-amplify/ui-react';
import { useEffect, useRef } from 'react';
import { END_TEXT, stepTitle } from './texts';
import { useConfiguration } from '../app/configuration-context';
import type { SessionEnd } from '../session/session-state';

/** Before the person has begun with anything else. `setup` is the Authenticator's own start. */
const FIRST_STEPS: ReadonlySet<string> = new Set(['setup', 'signIn']);

interface AuthenticatorStepsProps {
  /** How the session before ended, if there was one. */
  readonly end?: SessionEnd;
}

/** The heading of the step that the Authenticator is at. A new step is a new page to people: title and focus follow. */
export function AuthenticatorSteps({ end }: AuthenticatorStepsProps) {
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

  return (
    <>
      <Heading level={1} ref={heading} tabIndex={-1} className="sign-in__title">{title}</Heading>
      <div role="status">
        {end !== undefined && FIRST_STEPS.has(route) && (
          <Alert role="presentation" variation="info" className="sign-in__notice">{END_TEXT[end]}</Alert>
        )}
      </div>
    </>
  );
}
