/**
 * Key in the client metadata of `ConfirmSignUp`. A web app sets it, with any value, for a user who signs up through an invitation. No
 * tenant is created for such a user.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmSignUp.html
 */
export const INVITATION_METADATA = 'invitation';
