import type { CompiledRule, CompiledRules } from './access-rules';
import { isTenantRole } from './roles';

/** Letters that stand for roles in the text. */
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

const RULE = /^([A-Za-z0-9]+) ([A-Z*]+(?:,[A-Z*]+)*) ([\w.~@:+*/-]+)$/;

/**
 * Encodes rules as a short text for the environment of a function, because Lambda limits all variables together to 4 KB. The text has the
 * length of the ending, the names of the roles, and one entry for each rule, with a letter for each of the rule's roles.
 *
 * `24;admin,operator;A P*T,D* devices;AB * sites/*` limits writing devices to admins, and everything about sites to both roles.
 *
 * @throws Error if the rules name more roles than the alphabet has letters
 */
export function encodeRules({ endingLength, rules }: CompiledRules): string {
  const roles = [...new Set(rules.flatMap((rule) => rule.roles))];
  if (roles.length > LETTERS.length) {
    throw new Error(`Rules must name at most ${LETTERS.length} roles, but name ${roles.length}.`);
  }
  const entries = rules.map((rule) =>
    `${rule.roles.map((role) => LETTERS[roles.indexOf(role)]).join('')} ${rule.methods.join()} ${rule.path}`);
  return [endingLength, roles.join(), ...entries].join(';');
}

/**
 * Decodes a text of `encodeRules`.
 *
 * @returns nothing for any other text: a rule that cannot be read must not open a route
 */
export function decodeRules(text: string): CompiledRules | undefined {
  const [length, names = '', ...entries] = text.split(';');
  const roles = names.split(',').filter((name) => name !== '');
  if (!/^[1-9]\d?$/.test(length) || !roles.every(isTenantRole)) return undefined;

  const rules = entries.map((entry) => decodeRule(entry, roles));
  return rules.every((rule) => rule !== undefined) ? { endingLength: Number(length), rules } : undefined;
}

function decodeRule(entry: string, names: readonly string[]): CompiledRule | undefined {
  const [, letters, methods, path] = RULE.exec(entry) ?? [];
  const roles = [...letters ?? ''].map((letter) => names[LETTERS.indexOf(letter)]);
  return roles.length === 0 || roles.includes(undefined!) ? undefined : { roles, methods: methods.split(','), path };
}
