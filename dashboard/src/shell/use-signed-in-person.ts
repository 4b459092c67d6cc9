import { useQuery } from '@tanstack/react-query';
import { type SignedInPerson, signedInPerson } from '../session/amplify-session';

export const SIGNED_IN_PERSON_KEY = ['person'] as const;

/** What is known of the signed-in person; nothing at first. */
export function useSignedInPerson(): SignedInPerson {
  return useQuery({ queryKey: SIGNED_IN_PERSON_KEY, queryFn: signedInPerson, staleTime: Infinity }).data ?? {};
}
