import { useState } from 'react';
import { useConfiguration } from '../configuration/configuration-context';
import { endFirstVisit, isFirstVisit } from '../session/first-visit';
import { storedUser } from '../session/stored-user';

interface FirstVisit {
  /** Whether the signed-in person signed up in this browser and has not named their tenant yet. */
  readonly isFirst: boolean;
  readonly end: () => void;
}

export function useFirstVisit(): FirstVisit {
  const { signIn } = useConfiguration();
  const [isFirst, setIsFirst] = useState(() => {
    const user = storedUser(signIn);
    return user !== undefined && isFirstVisit(signIn, user);
  });
  const end = () => {
    endFirstVisit(signIn);
    setIsFirst(false);
  };
  return { isFirst, end };
}
