import { useQuery } from '@tanstack/react-query';
import { type SignedInPerson, signedInPerson } from './amplify-session';

/** Returns the name and email address of the signed-in person; empty until they are read. */
export function useSignedInPerson(): SignedInPerson {
  return useQuery({ queryKey: ['person'], queryFn: signedInPerson, staleTime: Infinity }).data ?? {};
}
