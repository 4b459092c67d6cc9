import { useReadMembership } from 'cdk-tenancy-web/react';
import { useEffect } from 'react';
import { useConfiguration } from '../configuration/configuration-context';
import { isTokenOf, tokenStorage } from '../session/stored-user';

/** Reads the membership again as soon as another tab stores new tokens of this user, because the tenant may have changed. */
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
