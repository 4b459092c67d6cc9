/**
 * Key of the client metadata by which a web app says, with `ConfirmSignUp`, that a person signs up through an invitation. The
 * value is any text. The person gets no tenant of their own then.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmSignUp.html
 */
export const INVITATION_METADATA = 'invitation';
