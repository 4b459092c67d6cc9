import { Alert, Heading, useAuthenticator } from '@aws-amplify/ui-react';
import { useEffect, useRef } from 'react';
import { enterStep, isStepEntry, leaveStep, subscribeToBack } from './step-history';
import { type StepStart, useStartAgain } from './step-start';
import { stepTitle } from './texts';
import { useKeptFocus } from './use-kept-focus';
import { useConfiguration } from '../configuration/configuration-context';
import { useHeadingFocus } from '../ui/heading-focus';
import { LiveRegion } from '../ui/live-region';

/** The Authenticator's steps before the person does anything. */
const FIRST_STEPS: ReadonlySet<string> = new Set(['idle', 'setup', 'signIn']);

/** The steps that are entries in the history, and the step that Back leads to. */
const STEP_BEFORE: Readonly<Record<string, StepStart['at']>> = {
  confirmSignUp: 'signUp',
  forgotPassword: 'signIn',
  confirmResetPassword: 'forgotPassword',
  confirmSignIn: 'signIn',
  forceNewPassword: 'signIn',
  selectMfaType: 'signIn',
  setupEmail: 'signIn',
  setupTotp: 'signIn',
};

/** Whether the focus may move. A tab keeps the focus, because keyboard users may want the next tab. */
const hasLeftTheTabs = () => !document.activeElement?.matches('[role=tab]');

export interface StepNotice {
  readonly text: string;
  /** The step that shows the notice. It disappears with the step, and when the person sends a form. */
  readonly at: 'signIn' | 'confirmSignUp' | 'confirmResetPassword';
}

interface AuthenticatorStepsProps {
  readonly notice?: StepNotice;
  readonly onNoticeOver: () => void;
}

/** The heading and the notice of the Authenticator's step. Each step changes the title, the focus and the history, like a new page. */
export function AuthenticatorSteps({ notice, onNoticeOver }: AuthenticatorStepsProps) {
  const { branding } = useConfiguration();
  const { route, error, isPending } = useAuthenticator((context) => [context.route, context.error, context.isPending]);
  const title = stepTitle(route);

  useEffect(() => {
    document.title = `${title} · ${branding.title}`;
  }, [title, branding.title]);
  useKeptFocus(route, error, isPending);
  useHeadingFocus(title, hasLeftTheTabs);
  useStepEntries(route);

  const isAtStep = notice !== undefined && (notice.at === 'signIn' ? FIRST_STEPS.has(route) : route === notice.at);
  const wasAtStep = useRef(false);
  useEffect(() => {
    if (wasAtStep.current && (!isAtStep || isPending)) onNoticeOver();
    wasAtStep.current = isAtStep && !isPending;
  });
  const isCodeSent = isAtStep && !isPending && notice.at !== 'signIn';
  useClearedCode(isCodeSent);
  return (
    <>
      <Heading level={1} tabIndex={-1} className="sign-in__title">{title}</Heading>
      <LiveRegion>
        {isAtStep && !isPending && <Alert role="presentation" variation="info" className={isCodeSent ? 'sign-in__notice sign-in__notice--code' : 'sign-in__notice'}>{notice.text}</Alert>}
      </LiveRegion>
    </>
  );
}

/** Clears the field for the code: a code that was entered before no longer works. */
function useClearedCode(isCodeSent: boolean): void {
  useEffect(() => {
    const field = isCodeSent ? document.querySelector<HTMLInputElement>('input[name=confirmation_code]') : null;
    if (field !== null) field.value = '';
  }, [isCodeSent]);
}

function useStepEntries(route: string): void {
  const { username } = useAuthenticator((context) => [context.username]);
  const startAgain = useStartAgain();
  const before = STEP_BEFORE[route];
  const hasEntered = useRef(false);
  useEffect(() => {
    if (before !== undefined) {
      hasEntered.current = true;
      enterStep({ confirming: route === 'confirmSignUp' ? username : undefined });
    } else if (hasEntered.current && (route === 'signIn' || route === 'signUp') && isStepEntry()) {
      hasEntered.current = false;
      void leaveStep();
    }
  }, [route, before, username]);
  useEffect(() => {
    if (before === undefined) return undefined;
    return subscribeToBack(() => startAgain({ at: before, email: username }));
  }, [before, username, startAgain]);
}
