import type { IssuedInvitation } from 'cdk-tenancy-web';

/** What became of one address of an invitation. */
export type InviteResult =
  | { readonly email: string; readonly invitation: IssuedInvitation }
  | { readonly email: string; readonly error: Error };
