import { INVITATION_CODE_SCHEMA } from '../../src/contract/api';

const CODE = new RegExp(INVITATION_CODE_SCHEMA.properties.code.pattern);

/**
 * Finds the code in a text: the code itself, or a link with the code after `#`. Links of the dashboard have details after the code,
 * separated by `&`.
 *
 * @returns `undefined` for a text without a code
 */
export function invitationCodeOf(text: string): string | undefined {
  const [code] = text.slice(text.indexOf('#') + 1).trim().split('&');
  return CODE.test(code) ? code : undefined;
}
