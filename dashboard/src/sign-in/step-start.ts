import { createContext, use } from 'react';

/** Where the sign-in begins, at first and after a step back. */
export interface StepStart {
  readonly at: 'signIn' | 'signUp' | 'forgotPassword';
  /** The email address that the field starts with. */
  readonly email?: string;
}

export const StartAgainContext = createContext<((start: StepStart) => void) | undefined>(undefined);

/** Starts the sign-in again at a step: Amplify UI knows no way back. */
export function useStartAgain(): (start: StepStart) => void {
  const startAgain = use(StartAgainContext);
  if (startAgain === undefined) {
    throw new Error('There is no sign-in around this component.');
  }
  return startAgain;
}
