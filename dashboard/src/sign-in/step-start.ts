import { createContext, use } from 'react';

/** The step that the sign-in starts at, initially and after a step back. */
export interface StepStart {
  readonly at: 'signIn' | 'signUp' | 'forgotPassword';
  /** The email address that the field starts with. */
  readonly email?: string;
}

export const StartAgainContext = createContext<((start: StepStart) => void) | undefined>(undefined);

/** Returns a function that restarts the sign-in at a step. Amplify UI itself can't go back to some steps. */
export function useStartAgain(): (start: StepStart) => void {
  const startAgain = use(StartAgainContext);
  if (startAgain === undefined) {
    throw new Error('This component must be inside a StartAgainContext.');
  }
  return startAgain;
}
