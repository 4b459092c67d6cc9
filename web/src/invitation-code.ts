import { INVITATION_CODE_SCHEMA } from '../../src/contract/api';

const CODE = new RegExp(INVITATION_CODE_SCHEMA.properties.code.pattern);

/**
 * Finds the code in what a person has been given: the code itself, or a link with the code behind `#`.
 *
 * @returns nothing for what is neither
 */
export function invitationCodeOf(text: string): string | undefined {
  const code = text.slice(text.indexOf('#') + 1).trim();
  return CODE.test(code) ? code : undefined;
}
