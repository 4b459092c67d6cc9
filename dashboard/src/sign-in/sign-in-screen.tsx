import './sign-in.css';
import { Authenticator } from '@aws-amplify/ui-react';
import { I18n } from 'aws-amplify/utils';
import { authenticatorComponents, formFields } from './authenticator-options';
import { AuthenticatorSteps } from './authenticator-steps';
import { VOCABULARY } from './texts';
import { useSignedIn } from './use-signed-in';
import { useConfiguration } from '../app/configuration-context';
import type { SignInScreenProps } from '../app/parts';
import { Brand } from '../shell/brand';
import { OfflineBanner } from '../shell/offline-banner';

// Not the browser's language: the rest of the page is in English.
I18n.setLanguage('en');
I18n.putVocabulariesForLanguage('en', VOCABULARY);

export { configureAmplify } from '../session/amplify';

export default function SignInScreen({ end, onSignedIn }: SignInScreenProps) {
  const { signIn } = useConfiguration();
  useSignedIn(onSignedIn);

  return (
    <>
      <OfflineBanner consequence="You can sign in when you are connected again." />
      <main className="sign-in">
        <Brand />
        <Authenticator.Provider>
          <AuthenticatorSteps end={end} />
          <Authenticator
            loginMechanisms={['email']}
            signUpAttributes={['email']}
            hideSignUp={signIn.signUp === false}
            formFields={formFields}
            components={authenticatorComponents}
          />
        </Authenticator.Provider>
      </main>
    </>
  );
}
