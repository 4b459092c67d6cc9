import { type ComponentType, lazy, type LazyExoticComponent } from 'react';
import type { DashboardConfiguration } from '../../../src/contract/dashboard';
import type { SignedInAppProps, SignInScreenProps } from '../session/part-props';
import { hasStoredUser } from '../session/stored-user';
import { PartMissingError } from '../states/part-missing-error';

type SignIn = DashboardConfiguration['signIn'];

interface PartModule<Props> {
  readonly default: ComponentType<Props>;
  /** Runs before the part is shown. */
  readonly configureAmplify: (signIn: SignIn) => void;
}

export interface Parts {
  readonly SignInScreen: LazyExoticComponent<ComponentType<SignInScreenProps>>;
  readonly SignedInApp: LazyExoticComponent<ComponentType<SignedInAppProps>>;
}

const importSignIn = async () => import('../sign-in/sign-in-screen');
const importSignedIn = async () => import('../app/signed-in-app');

/** Creates the two halves of the dashboard. Each is loaded only when it is shown. */
export function createParts(signIn: SignIn): Parts {
  return { SignInScreen: createPart(importSignIn, signIn), SignedInApp: createPart(importSignedIn, signIn) };
}

/** Starts to load the half that will probably be shown, before the configuration is loaded. */
export function preloadLikelyPart(): void {
  // Ignores errors: the part reports them when it is shown.
  (hasStoredUser() ? importSignedIn() : importSignIn()).catch(() => undefined);
}

function createPart<Props>(importPart: () => Promise<PartModule<Props>>, signIn: SignIn): LazyExoticComponent<ComponentType<Props>> {
  return lazy(async () => {
    const part = await importPart().catch((error: unknown) => {
      throw new PartMissingError({ cause: error });
    });
    part.configureAmplify(signIn);
    return part;
  });
}
