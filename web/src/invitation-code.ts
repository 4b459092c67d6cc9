import { INVITATION_CODE_SCHEMA } from '../../src/contract/api';

const CODE = new RegExp(INVITATION_CODE_SCHEMA.properties.code.pattern);

/**
 * Finds the code in a text that a person was given: the code itself, or a link with the code behind `#`. Links of the dashboard have
 * more behind the code, after an `&`.
 *
 * @returns nothing for a text without a code
 */
export function invitationCodeOf(text: string): string | undefined {
  const [code] = text.slice(text.indexOf('#') + 1).trim().split('&');
  return CODE.test(code) ? code : undefined;
}
