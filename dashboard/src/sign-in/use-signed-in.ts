import { Hub } from 'aws-amplify/utils';
import { useEffect } from 'react';

/** Calls back as soon as Amplify has stored the tokens. */
export function useSignedIn(onSignedIn: () => void): void {
  useEffect(() => Hub.listen('auth', ({ payload }) => {
    if (payload.event === 'signedIn') onSignedIn();
  }), [onSignedIn]);
}
