import { Alert, Heading, useAuthenticator } from '@aws-amplify/ui-react';
import { useEffect, useState } from 'react';
import { END_TEXT, stepTitle } from './texts';
import { useConfiguration } from '../app/configuration-context';
import type { SessionEnd } from '../session/session-state';
import { useHeadingFocus } from '../shell/heading-focus';
import { LiveRegion } from '../shell/live-region';

/** Where the Authenticator is before the person does anything. */
const FIRST_STEPS: ReadonlySet<string> = new Set(['idle', 'setup', 'signIn']);

/** Tabs keep the focus: whoever uses the keyboard may want the next one. */
const hasLeftTheTabs = () => !document.activeElement?.matches('[role=tab]');

interface AuthenticatorStepsProps {
  /** How the session before ended, if there was one. */
  readonly end?: SessionEnd;
}

/** The heading of the step that the Authenticator is at. A new step is a new page to people: title and focus follow. */
export function AuthenticatorSteps({ end }: AuthenticatorStepsProps) {
  const { branding } = useConfiguration();
  const { route } = useAuthenticator((context) => [context.route]);
  const title = stepTitle(route);
  const [hasMovedOn, setHasMovedOn] = useState(false);
  // What has ended before is of no interest to who has done something else since.
  if (!hasMovedOn && !FIRST_STEPS.has(route)) setHasMovedOn(true);

  useEffect(() => {
    document.title = `${title} · ${branding.title}`;
  }, [title, branding.title]);
  useHeadingFocus(title, hasLeftTheTabs);

  return (
    <>
      <Heading level={1} tabIndex={-1} className="sign-in__title">{title}</Heading>
      <LiveRegion>
        {end !== undefined && !hasMovedOn && (
          <Alert role="presentation" variation="info" className="sign-in__notice">{END_TEXT[end]}</Alert>
        )}
      </LiveRegion>
    </>
  );
}
