import { EVENT_TEXT_MAX_LENGTH } from '../../../contract/events';
import { describeIdentifier, DERIVED_TENANT_ID_LENGTH, TENANT_ID, TENANT_ID_SEED_SEPARATOR, USER_ID, type IdentifierFormat } from '../../../contract/identifiers';
import { REFUSED_IN_NAME, TENANT_NAME_MAX_LENGTH, UNSEEN_IN_NAME } from '../../../contract/names';
import { PROFILE_DIGEST_LENGTH, PROFILE_SEPARATOR } from '../../../contract/profile-digest';
import { allOf, isIdentifier, isObject, isText, jsonata, literal } from '../state-machines/jsonata';
import { STARTING_EVENT } from '../state-machines/starting-event';

const DETAIL = `${STARTING_EVENT}.detail`;

/** The user's id. Publishers without a separate id leave it out, so then the user name is used. */
const DETAIL_USER_ID = `$exists(${DETAIL}.userId) ? ${DETAIL}.userId : ${DETAIL}.userName`;

/** The variables of both state machines for the fields of a valid event. */
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

/** Adds short names to a condition, so that it is readable in the console. */
function aboutDetail(condition: string): string {
  return `($detail := ${DETAIL}; $id := ${DETAIL_USER_ID}; ${condition})`;
}

/** The requirements of {@link isUserCreated} in words. */
export const USER_CREATED_EXPECTATION =
  `Expected detail.email, detail.userName and detail.name as texts of at most ${EVENT_TEXT_MAX_LENGTH} characters, only the email may be empty, `
  + `and ${describe(USER_ID)} as detail.userId, or as detail.userName where that is missing.`;

/** The requirements of {@link isTenantCreated} in words. */
export const TENANT_CREATED_EXPECTATION = `${USER_CREATED_EXPECTATION} And ${describe(TENANT_ID)} as detail.tenantId.`;

/** Returns the variables of a valid `user`/`created`. The tenant id is derived from the user id, so every replay has the same tenant. */
export function userCreatedVariables(applicationName: string): Record<string, string> {
  const seed = `${literal(applicationName + TENANT_ID_SEED_SEPARATOR)} & (${DETAIL_USER_ID})`;
  return {
    ...detailVariables(),
    tenantId: jsonata(`$substring($hash(${seed}, "SHA-256"), 0, ${DERIVED_TENANT_ID_LENGTH})`),
  };
}

/** Returns the variables of a valid `tenant`/`created`. */
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

/** Returns the digest of the user's name and address. It must equal the result of the contract's function with the same name. */
export function profileDigest(): string {
  const parts = [VARIABLE.userId, VARIABLE.name, VARIABLE.email].join(` & ${literal(PROFILE_SEPARATOR)} & `);
  return `$substring($hash(${parts}, "SHA-256"), 0, ${PROFILE_DIGEST_LENGTH})`;
}

/**
 * Returns the person's name in a form that the API accepts: without refused characters, not too long, and visible. Publishers pass on what
 * people have entered. If no name is left, it is the user name, or else the user id, which is always visible. It is also the tenant's
 * first name.
 */
function presentableName(): string {
  const candidates = [`${DETAIL}.name`, `${DETAIL}.userName`, `(${DETAIL_USER_ID})`].join(', ');
  const presentable = `$substring($trim($replace($, /[${REFUSED_IN_NAME}]/, "")), 0, ${TENANT_NAME_MAX_LENGTH})`;
  return jsonata(`([${candidates}].(${presentable}))[$contains($, /[^${UNSEEN_IN_NAME}]/)][0]`);
}

function describe(format: IdentifierFormat): string {
  return `a ${format.label} of ${describeIdentifier(format)}`;
}
