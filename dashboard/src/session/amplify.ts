import { Amplify } from 'aws-amplify';
import { cognitoUserPoolsTokenProvider } from 'aws-amplify/auth/cognito';
import { ConsoleLogger } from 'aws-amplify/utils';
import { dropLateTokens } from './drop-late-tokens';
import { tokenStorage } from './stored-user';
import type { DashboardConfiguration, DashboardPasswordPolicy } from '../../../src/contract/dashboard';

let configuredFor: DashboardConfiguration['signIn'] | undefined;

/** Configures Amplify for the user pool. Only the first call for a configuration has an effect. */
export function configureAmplify(signIn: DashboardConfiguration['signIn']): void {
  if (configuredFor === signIn) return;
  configuredFor = signIn;

  // Amplify logs a warning for every endpoint that isn't AWS's own.
  ConsoleLogger.LOG_LEVEL = 'ERROR';
  const { userPoolId, userPoolClientId, endpoint, passwordPolicy } = signIn;
  Amplify.configure({
    Auth: {
      Cognito: {
        userPoolId,
        userPoolClientId,
        ...(endpoint !== undefined && { userPoolEndpoint: endpoint }),
        loginWith: { email: true },
        ...(passwordPolicy !== undefined && { passwordFormat: passwordFormat(passwordPolicy) }),
      },
    },
  });
  dropLateTokens(cognitoUserPoolsTokenProvider.tokenOrchestrator);
  const storage = tokenStorage(signIn);
  cognitoUserPoolsTokenProvider.setKeyValueStorage({
    setItem: async (key, value) => storage.setItem(key, value),
    getItem: async (key) => storage.getItem(key),
    removeItem: async (key) => storage.removeItem(key),
    clear: async () => storage.clear(),
  });
}

function passwordFormat({ requireSymbols, ...others }: DashboardPasswordPolicy) {
  return { ...others, requireSpecialCharacters: requireSymbols };
}
