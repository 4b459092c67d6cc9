import { useQuery } from '@tanstack/react-query';
import { type SignedInPerson, signedInPerson } from './amplify-session';

/** The attributes of the signed-in person; none until they are read. */
export function useSignedInPerson(): SignedInPerson {
  return useQuery({ queryKey: ['person'], queryFn: signedInPerson, staleTime: Infinity }).data ?? {};
}
