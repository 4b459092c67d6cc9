import { useEffect } from 'react';
import { Hub } from 'aws-amplify/utils';

/** Calls back as soon as Amplify has stored the tokens. */
export function useSignedIn(onSignedIn: () => void): void {
  useEffect(() => Hub.listen('auth', ({ payload }) => {
    if (payload.event === 'signedIn') onSignedIn();
  }), [onSignedIn]);
}
