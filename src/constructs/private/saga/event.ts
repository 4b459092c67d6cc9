import { allOf, isIdentifier, isObject, isText, jsonata, literal } from './jsonata';
import { EVENT_TEXT_MAX_LENGTH } from '../../../contract/events';
import { describeIdentifier, DERIVED_TENANT_ID_LENGTH, TENANT_ID, TENANT_ID_SEED_SEPARATOR, USER_ID, type IdentifierFormat } from '../../../contract/identifiers';
import { REFUSED_IN_NAME, TENANT_NAME_MAX_LENGTH, UNSEEN_IN_NAME } from '../../../contract/names';
import { PROFILE_DIGEST_LENGTH, PROFILE_SEPARATOR } from '../../../contract/profile-digest';

/** The event that started the execution, whatever happened to the data since. */
export const STARTING_EVENT = '$states.context.Execution.Input';

const DETAIL = `${STARTING_EVENT}.detail`;

/** The user's id; publishers that know no id apart from the user name leave it out. */
const DETAIL_USER_ID = `$exists(${DETAIL}.userId) ? ${DETAIL}.userId : ${DETAIL}.userName`;

/** What the states of both machines know an event's fields by, once the event has been found valid. */
export const VARIABLE = {
  tenantId: '$tenantId',
  userId: '$userId',
  userName: '$userName',
  name: '$name',
  email: '$email',
} as const;

/** Whether the starting event is a well-formed `user`/`created`. */
export function isUserCreated(): string {
  return aboutDetail(userFieldsAreValid());
}

/** Whether the starting event is a well-formed `tenant`/`created`. */
export function isTenantCreated(): string {
  return aboutDetail(allOf(userFieldsAreValid(), isIdentifier('$detail.tenantId', TENANT_ID)));
}

function userFieldsAreValid(): string {
  return allOf(
    isObject('$detail'),
    isText('$detail.email', 0, EVENT_TEXT_MAX_LENGTH),
    isText('$detail.userName', 1, EVENT_TEXT_MAX_LENGTH),
    isText('$detail.name', 1, EVENT_TEXT_MAX_LENGTH),
    isIdentifier('$id', USER_ID),
  );
}

/** Short names for a condition: it is read in the console, too. */
function aboutDetail(condition: string): string {
  return `($detail := ${DETAIL}; $id := ${DETAIL_USER_ID}; ${condition})`;
}

/** What {@link isUserCreated} asks for, for people. */
export const USER_CREATED_EXPECTATION =
  `Expected detail.email, detail.userName and detail.name as texts of at most ${EVENT_TEXT_MAX_LENGTH} characters, only the e-mail may be empty, `
  + `and ${describe(USER_ID)} as detail.userId, or as detail.userName where that is missing.`;

/** What {@link isTenantCreated} asks for, for people. */
export const TENANT_CREATED_EXPECTATION = `${USER_CREATED_EXPECTATION} And ${describe(TENANT_ID)} as detail.tenantId.`;

/** Variables of a valid `user`/`created`. The tenant id follows from the user, so every replay names the same tenant. */
export function userCreatedVariables(applicationName: string): Record<string, string> {
  const seed = `${literal(applicationName + TENANT_ID_SEED_SEPARATOR)} & (${DETAIL_USER_ID})`;
  return {
    ...detailVariables(),
    tenantId: jsonata(`$substring($hash(${seed}, "SHA-256"), 0, ${DERIVED_TENANT_ID_LENGTH})`),
  };
}

/** Variables of a valid `tenant`/`created`. */
export function tenantCreatedVariables(): Record<string, string> {
  return { ...detailVariables(), tenantId: jsonata(`${DETAIL}.tenantId`) };
}

function detailVariables(): Record<string, string> {
  return {
    userId: jsonata(DETAIL_USER_ID),
    userName: jsonata(`${DETAIL}.userName`),
    name: presentableName(),
    email: jsonata(`${DETAIL}.email`),
  };
}

/** Stands for name and address of the user, as the function of the same name in the contract has it. */
export function profileDigest(): string {
  const parts = [VARIABLE.userId, VARIABLE.name, VARIABLE.email].join(` & ${literal(PROFILE_SEPARATOR)} & `);
  return `$substring($hash(${parts}, "SHA-256"), 0, ${PROFILE_DIGEST_LENGTH})`;
}

/**
 * What an event calls the person, as the API takes names: nothing that is refused, not too long, something to see. Publishers hand on what people have written.
 * A name that leaves nothing gives way to the user name, and that to the user id, which always shows. A tenant is called so at first, too.
 */
function presentableName(): string {
  const candidates = [`${DETAIL}.name`, `${DETAIL}.userName`, `(${DETAIL_USER_ID})`].join(', ');
  const presentable = `$substring($trim($replace($, /[${REFUSED_IN_NAME}]/, "")), 0, ${TENANT_NAME_MAX_LENGTH})`;
  return jsonata(`([${candidates}].(${presentable}))[$contains($, /[^${UNSEEN_IN_NAME}]/)][0]`);
}

function describe(format: IdentifierFormat): string {
  return `a ${format.label} of ${describeIdentifier(format)}`;
}
