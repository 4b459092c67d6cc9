import { ACCOUNT_EXISTS, VOCABULARY } from './texts';

/** The error text that Amplify UI looks for. It then continues with the sign-in. */
const ALREADY_CONFIRMED = 'User is already confirmed.';

const TOO_MANY = 'Too many attempts. Wait a few minutes, then try again.';
const OUR_FAULT = 'Something went wrong on our side. Try again in a moment.';
const CODE_MISSING = 'Enter the code from the email.';
const CONFIRMED = 'This account is already confirmed. Sign in instead.';

/** Texts by the names of the errors that Cognito documents for sign-up, sign-in, password reset and verification. */
const TEXT: Readonly<Record<string, string | ((message: string) => string)>> = {
  AliasExistsException: ACCOUNT_EXISTS,
  CodeDeliveryFailureException: "We couldn't send the email. Check the address, or try again in a moment.",
  CodeMismatchException: "That code isn't right. Enter the code from our latest email, or send a new one.",
  // These two come from Amplify, before it asks Cognito. A code of spaces causes them too.
  EmptyConfirmResetPasswordConfirmationCode: CODE_MISSING,
  EmptyConfirmSignUpCode: CODE_MISSING,
  ExpiredCodeException: 'That code has expired. Send a new one.',
  InvalidParameterException: invalidParameterText,
  // For an imported pool, the password policy is known only from this message.
  InvalidPasswordException: (message) => `Choose another password. ${message.replace(/^Password did not conform with policy: /, '')}`,
  LimitExceededException: TOO_MANY,
  NetworkError: "We can't reach the server. Check your connection, then try again.",
  NotAuthorizedException: notAuthorizedText,
  TooManyFailedAttemptsException: TOO_MANY,
  TooManyRequestsException: TOO_MANY,
  // A trigger function of the application refuses with a reason: `PreSignUp failed with error <reason>.`
  UserLambdaValidationException: wordsOfFunction,
  UserNotFoundException: "There's no account with this email address.",
  UsernameExistsException: ACCOUNT_EXISTS,
};

/** Waits for a call to Cognito. Replaces the text of an error with one for people. */
export async function told<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw toldError(error);
  }
}

function toldError(error: unknown): unknown {
  if (!(error instanceof Error) || error.message === ALREADY_CONFIRMED) return error;
  const text = TEXT[error.name] ?? VOCABULARY[error.message] ?? OUR_FAULT;
  const readable = new Error(typeof text === 'string' ? text : text(error.message), { cause: error });
  readable.name = error.name;
  return readable;
}

export function isAlreadyConfirmed(error: unknown): boolean {
  return error instanceof Error && error.message === ALREADY_CONFIRMED;
}

function wordsOfFunction(message: string): string {
  const [, words = message] = message.split(' failed with error ', 2);
  return words.endsWith('.') ? words.slice(0, -1) : words;
}

function notAuthorizedText(message: string): string {
  if (/attempts exceeded/i.test(message)) return TOO_MANY;
  if (/disabled/i.test(message)) return 'This account is disabled. Ask the operator of this service.';
  if (/current status is CONFIRMED/i.test(message)) return CONFIRMED;
  return VOCABULARY[message] ?? "That didn't work. Check what you entered, then try again.";
}

function invalidParameterText(message: string): string {
  return /no registered\/verified/i.test(message)
    ? "This account has no verified email address, so its password can't be reset here. Ask the operator of this service."
    : "Something you entered wasn't accepted. Check it, then try again.";
}
