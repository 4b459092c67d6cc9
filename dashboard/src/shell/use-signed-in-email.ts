import { useQuery } from '@tanstack/react-query';
import { signedInEmail } from '../session/amplify-session';

/** The e-mail address of who is signed in, as soon as it is known. */
export function useSignedInEmail(): string | undefined {
  return useQuery({ queryKey: ['email'], queryFn: signedInEmail, staleTime: Infinity }).data;
}
