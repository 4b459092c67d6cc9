import { addMemberSchema, RENAME_TENANT_SCHEMA, type RenameTenantBody } from '../../../src/contract/api';
import { addMemberBodyValidator } from '../../../src/runtime/functions/tenant-administration/add-member-body';
import { compileSchema } from '../../../src/runtime/http/compile-schema';
import { type BodyRules, bodyValidator, EMAIL_RULE, NAME_RULE } from '../../../src/runtime/http/validated-body';
import { ProblemError } from '../../../src/runtime/library/problem';
import { renameTenantBody } from '../../../src/runtime/tenants/rename-tenant-body';
import { cpuMillisecondsOf } from '../cpu-time';

/** Compiles a schema of an object. */
function validatorOf(schema: object, rules: BodyRules) {
  const complete = { type: 'object', ...schema };
  return bodyValidator(complete as never, compileSchema(complete), rules);
}

function problemOf(check: () => unknown): ProblemError {
  try {
    check();
  } catch (error) {
    expect(error).toBeInstanceOf(ProblemError);
    return error as ProblemError;
  }
  throw new Error('The body was accepted.');
}

describe('a body with unknown properties', () => {
  const withUnknown = (count: number) => ({ name: 'Acme', ...Object.fromEntries(Array.from({ length: count }, (_, index) => [`x${index}`, index])) });

  test('names all of them, up to 20', () => {
    const { message, errors } = problemOf(() => renameTenantBody(withUnknown(20)));

    expect(errors).toHaveLength(20);
    expect(message).toBe('The body must contain the new name of the tenant.');
  });

  test('names 20 of 140,000 and counts the others, fast', () => {
    renameTenantBody({ name: 'Acme' });
    const body = withUnknown(140_000);
    let problem!: ProblemError;

    expect(cpuMillisecondsOf(() => problem = problemOf(() => renameTenantBody(body)))).toBeLessThan(1_000);
    expect(problem.errors).toHaveLength(20);
    expect(problem.errors).toContainEqual({ field: '/x19', detail: 'is unknown' });
    expect(problem.message).toBe('The body must contain the new name of the tenant. 139980 more errors are not listed.');
  });

  test('also names missing properties', () => {
    const { errors } = problemOf(() => renameTenantBody({ a: 1 }));

    expect(errors).toEqual(expect.arrayContaining([{ field: '/name', detail: 'is missing' }, { field: '/a', detail: 'is unknown' }]));
  });

  test('counts errors of known properties too', () => {
    const rules: BodyRules = { detail: 'Wrong.' };
    const numbers = validatorOf({ properties: { numbers: { type: 'array', items: { type: 'number' } } } }, rules);

    expect(problemOf(() => numbers({ numbers: Array(50).fill('x') }))).toMatchObject({ message: 'Wrong. 30 more errors are not listed.', errors: { length: 20 } });
  });
});

describe('an invalid field', () => {
  const fieldsOf = (schema: object, body: unknown, pattern?: BodyRules['pattern']) =>
    problemOf(() => validatorOf({ additionalProperties: false, ...schema }, { detail: 'Wrong.', pattern })(body)).errors;

  test('is named by a JSON pointer, whatever its name contains', () => {
    expect(fieldsOf({ properties: {} }, { 'a/b~c/~': 1 })).toEqual([{ field: '/a~1b~0c~1~0', detail: 'is unknown' }]);
  });

  test('with a long name is named by the first 128 characters', () => {
    expect(fieldsOf({ properties: {} }, { ['x'.repeat(5_000)]: 1 })).toEqual([{ field: `/${'x'.repeat(128)}`, detail: 'is unknown' }]);
  });

  test('of a nested object is named with its parent property', () => {
    const address = { type: 'object', required: ['city'], additionalProperties: false, properties: { city: { type: 'string' } } };

    expect(fieldsOf({ properties: { address } }, { address: { street: 'x' } })).toEqual([
      { field: '/address/city', detail: 'is missing' }, { field: '/address/street', detail: 'is unknown' },
    ]);
  });

  test('with an enumeration lists the allowed values', () => {
    expect(fieldsOf({ properties: { role: { enum: ['admin', 'member'] } } }, { role: 'x' })).toEqual([{ field: '/role', detail: 'must be one of admin, member' }]);
  });

  test('with a role lists the roles of the application, which the compiled schema does not know', () => {
    const addMember = addMemberBodyValidator(['admin', 'auditor']);
    const body = { userId: 'u1', name: 'Ada' };

    expect(addMember({ ...body, role: 'auditor' })).toMatchObject({ role: 'auditor' });
    for (const role of ['member', '', 'Auditor', Object.prototype.constructor.name]) {
      expect(problemOf(() => addMember({ ...body, role })).errors).toEqual([{ field: '/role', detail: 'must be one of admin, auditor' }]);
    }
    for (const role of [1, null, ['admin'], {}]) {
      expect(problemOf(() => addMember({ ...body, role })).errors).toEqual([
        { field: '/role', detail: 'must be string' }, { field: '/role', detail: 'must be one of admin, auditor' },
      ]);
    }
    expect(problemOf(() => addMember({ ...body, role: 'admin', userId: '@' })).errors).toEqual([{ field: '/userId', detail: expect.any(String) }]);
  });

  test('with a pattern has one explanation for all, one for each, or the pattern itself', () => {
    const schema = { properties: { code: { type: 'string', pattern: '^a$' } } };

    expect(fieldsOf(schema, { code: 'b' }, 'must be a')).toEqual([{ field: '/code', detail: 'must be a' }]);
    expect(fieldsOf(schema, { code: 'b' }, { code: 'must be an a' })).toEqual([{ field: '/code', detail: 'must be an a' }]);
    expect(fieldsOf(schema, { code: 'b' }, { other: 'must be an a' })).toEqual([{ field: '/code', detail: 'must match pattern "^a$"' }]);
    expect(fieldsOf(schema, { code: 'b' })).toEqual([{ field: '/code', detail: 'must match pattern "^a$"' }]);
  });

  test('of another type has the rule of the schema', () => {
    expect(fieldsOf({ properties: { days: { type: 'integer', minimum: 1 } } }, { days: 0 })).toEqual([{ field: '/days', detail: 'must be >= 1' }]);
  });
});

describe('names in bodies', () => {
  test('are normalized, and texts that are not names are left unchanged', () => {
    const validate = validatorOf({ properties: { note: { type: 'string' } } }, { detail: 'Wrong.' });

    for (const note of ['A\u030a', '\u200b']) expect(validate({ note })).toEqual({ note });
  });

  test('are normalized before they are counted and returned', () => {
    expect(renameTenantBody({ name: 'A\u030a' })).toEqual({ name: '\u00c5' });
    expect(renameTenantBody({ name: 'e\u0301'.repeat(128) }).name).toHaveLength(128);
    expect(problemOf(() => renameTenantBody({ name: '\u0958'.repeat(65) })).errors).toEqual([{ field: '/name', detail: 'must NOT have more than 128 characters' }]);
  });

  test.each(['\ud800', 'A\udc00', '\u200b', '\u3164', '\u2800', 'A\u202eB', '\u0301', '\u{e0100}', 'A\u{1ffff}'])('are refused with a sentence: %j', (name) => {
    expect(problemOf(() => renameTenantBody({ name })).errors).toEqual([{ field: '/name', detail: NAME_RULE }]);
  });

  test('include names of members, whose other fields have their own explanations', () => {
    const addMember = addMemberBodyValidator(['member']);
    const body = { userId: 'u1', name: 'Ada', email: 'ada@example.com', role: 'member' };

    expect(addMember({ ...body, name: 'A\u030a' })).toMatchObject({ name: '\u00c5' });
    expect(problemOf(() => addMember({ ...body, userId: '@u1', name: '\u2800', email: 'Ada <ada@example.com>' })).errors).toEqual([
      { field: '/userId', detail: expect.stringContaining('must be 1 to 128 characters') },
      { field: '/name', detail: NAME_RULE },
      { field: '/email', detail: EMAIL_RULE },
    ]);
    expect(addMemberSchema([]).properties.name).toBe(RENAME_TENANT_SCHEMA.properties.name);
  });

  test('a body that is not an object is refused', () => {
    const validate = bodyValidator<RenameTenantBody>(RENAME_TENANT_SCHEMA, compileSchema(RENAME_TENANT_SCHEMA), { detail: 'Wrong.' });
    for (const body of [null, [], 'x', 1, { name: 1 }, { name: null }]) expect(problemOf(() => validate(body))).toMatchObject({ status: 400 });
  });
});
