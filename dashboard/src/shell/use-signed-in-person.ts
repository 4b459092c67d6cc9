import { useQuery } from '@tanstack/react-query';
import { type SignedInPerson, signedInPerson } from '../session/amplify-session';

/** What is known of the signed-in person; nothing at first. */
export function useSignedInPerson(): SignedInPerson {
  return useQuery({ queryKey: ['person'], queryFn: signedInPerson, staleTime: Infinity }).data ?? {};
}
