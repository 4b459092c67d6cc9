import './sign-in.css';
import { Authenticator } from '@aws-amplify/ui-react';
import { I18n } from 'aws-amplify/utils';
import { useCallback, useMemo, useState } from 'react';
import { authenticatorComponents, formFieldsWith } from './authenticator-options';
import { AuthenticatorSteps, type StepNotice } from './authenticator-steps';
import { InvitationNotice } from './invitation-notice';
import { createServices, type ServiceEvents, type SignUpAttributes } from './services';
import { confirmingEmail, leaveStep } from './step-history';
import { StartAgainContext, type StepStart } from './step-start';
import { CONFIRMED_TEXT, END_TEXT, newCodeText, newResetCodeText, PASSWORD_CHANGED_TEXT, UNCONFIRMED_TEXT, VOCABULARY } from './texts';
import { useSignedIn } from './use-signed-in';
import { Brand } from '../configuration/brand';
import { useConfiguration } from '../configuration/configuration-context';
import { useFeature } from '../configuration/features';
import { useGivenInvitation } from '../invitation-link/given-invitation';
import { detailsOfLink } from '../invitation-link/link-details';
import { expectFirstVisit } from '../session/first-visit';
import type { SignInScreenProps } from '../session/part-props';
import { OfflineBanner } from '../ui/offline-banner';

// Amplify UI would use the browser's language, but the rest of the page is in English.
I18n.setLanguage('en');
I18n.putVocabulariesForLanguage('en', VOCABULARY);

export { configureAmplify } from '../session/amplify';

export default function SignInScreen({ end, onSignedIn }: SignInScreenProps) {
  const { signIn } = useConfiguration();
  const { signUpAttributes = [], passwordPolicy } = signIn;
  const canSignUp = signIn.signUp !== false;
  const given = useGivenInvitation();
  const isInvited = useFeature('invitations') && given !== undefined;
  const details = isInvited ? detailsOfLink(given) : undefined;

  const [again, setAgain] = useState<StepStart & { readonly count: number }>();
  const [unconfirmed] = useState(confirmingEmail);
  // A person whose session has just ended already has an account.
  const first: StepStart = isInvited && canSignUp && end === undefined && unconfirmed === undefined
    ? { at: 'signUp', email: details?.email }
    : { at: 'signIn', email: unconfirmed ?? details?.email };
  const start = again ?? first;
  const startAgain = useCallback((next: StepStart) => {
    // The password reset is a step too, and reuses the history entry.
    if (next.at !== 'forgotPassword') void leaveStep();
    setAgain((last) => ({ ...next, email: next.email || last?.email, count: (last?.count ?? 0) + 1 }));
  }, []);

  const [entered, setEntered] = useState<SignUpAttributes>({});
  const [notice, setNotice] = useState(firstNotice(end, unconfirmed));
  const onNoticeOver = useCallback(() => setNotice(undefined), []);
  const services = useMemo(() => {
    const events: ServiceEvents = {
      onSignedUp: (userId, attributes) => {
        setEntered(attributes);
        if (!isInvited) expectFirstVisit(signIn, userId);
      },
      onSignUpCodeSent: (email) => setNotice({ text: newCodeText(email), at: 'confirmSignUp' }),
      onResetCodeSent: (email) => setNotice({ text: newResetCodeText(email), at: 'confirmResetPassword' }),
      onConfirmed: () => setNotice({ text: CONFIRMED_TEXT, at: 'signIn' }),
      onPasswordChanged: (email) => {
        setNotice({ text: PASSWORD_CHANGED_TEXT, at: 'signIn' });
        startAgain({ at: 'signIn', email });
      },
    };
    return createServices({ isInvited, events });
  }, [isInvited, signIn, startAgain]);
  useSignedIn(useCallback(() => void leaveStep().then(onSignedIn), [onSignedIn]));

  return (
    <>
      <OfflineBanner consequence="You can sign in when you're back online." />
      <main className="sign-in">
        <Brand />
        <StartAgainContext value={startAgain}>
          {/* Amplify UI reads its options only once, hence the key. */}
          <Authenticator.Provider key={`${again?.count} ${given}`}>
            <AuthenticatorSteps notice={notice} onNoticeOver={onNoticeOver} />
            {isInvited && <InvitationNotice details={details} canSignUp={canSignUp} />}
            <Authenticator
              initialState={start.at}
              services={services}
              loginMechanisms={['email']}
              signUpAttributes={['email', ...signUpAttributes]}
              hideSignUp={!canSignUp}
              formFields={formFieldsWith({ attributes: signUpAttributes, address: start.email, entered, passwordPolicy })}
              components={authenticatorComponents}
            />
          </Authenticator.Provider>
        </StartAgainContext>
      </main>
    </>
  );
}

function firstNotice(end: SignInScreenProps['end'], unconfirmed: string | undefined): StepNotice | undefined {
  if (unconfirmed !== undefined) return { text: UNCONFIRMED_TEXT, at: 'signIn' };
  return end === undefined ? undefined : { text: END_TEXT[end], at: 'signIn' };
}
