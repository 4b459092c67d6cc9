import './sign-in.css';
import { Alert, Authenticator } from '@aws-amplify/ui-react';
import { I18n } from 'aws-amplify/utils';
import { authenticatorComponents, formFieldsWith } from './authenticator-options';
import { AuthenticatorSteps } from './authenticator-steps';
import { invitedServices } from './invited-services';
import { invitedText, VOCABULARY } from './texts';
import { useSignedIn } from './use-signed-in';
import { useConfiguration } from '../app/configuration-context';
import { useFeature } from '../app/features';
import { useGivenInvitation } from '../app/given-invitation';
import type { SignInScreenProps } from '../app/parts';
import { Brand } from '../shell/brand';
import { OfflineBanner } from '../shell/offline-banner';

// Not the browser's language: the rest of the page is in English.
I18n.setLanguage('en');
I18n.putVocabulariesForLanguage('en', VOCABULARY);

export { configureAmplify } from '../session/amplify';

export default function SignInScreen({ end, onSignedIn }: SignInScreenProps) {
  const { signIn } = useConfiguration();
  const { signUpAttributes = [] } = signIn;
  const canSignUp = signIn.signUp !== false;
  const hasInvitation = useGivenInvitation() !== undefined;
  const isInvited = useFeature('invitations') && hasInvitation;
  useSignedIn(onSignedIn);

  return (
    <>
      <OfflineBanner consequence="You can sign in when you are connected again." />
      <main className="sign-in">
        <Brand />
        <Authenticator.Provider>
          <AuthenticatorSteps end={end} />
          {isInvited && <Alert role="presentation" variation="info" className="sign-in__notice">{invitedText(canSignUp)}</Alert>}
          <Authenticator
            // Whoever was signed in has an account.
            initialState={isInvited && canSignUp && end === undefined ? 'signUp' : 'signIn'}
            services={isInvited ? invitedServices : undefined}
            loginMechanisms={['email']}
            signUpAttributes={['email', ...signUpAttributes]}
            hideSignUp={!canSignUp}
            formFields={formFieldsWith(signUpAttributes)}
            components={authenticatorComponents}
          />
        </Authenticator.Provider>
      </main>
    </>
  );
}
