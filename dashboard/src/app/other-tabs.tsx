import { useReadMembership } from 'cdk-tenancy-web/react';
import { useEffect } from 'react';
import { useConfiguration } from '../configuration/configuration-context';
import { isTokenOf, tokenStorage } from '../session/stored-user';

/** Notices at once when another tab stores new tokens of this user: the tenant may be another one. */
export function OtherTabs({ user }: { readonly user: string }) {
  const { signIn } = useConfiguration();
  const readMembership = useReadMembership();
  useEffect(() => {
    const onStorage = ({ storageArea, key, newValue }: StorageEvent) => {
      if (storageArea === tokenStorage(signIn) && newValue !== null && isTokenOf(signIn, user, key)) void readMembership();
    };
    window.addEventListener('storage', onStorage);
    return () => window.removeEventListener('storage', onStorage);
  }, [signIn, user, readMembership]);
  return null;
}
