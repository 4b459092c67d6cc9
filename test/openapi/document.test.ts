import { APIS } from '../../scripts/openapi/apis';
import { openApiDocument } from '../../scripts/openapi/document';
import {
  ADMIN_API_ROUTE, AUDIT_ADMINISTRATION_ROUTE, CLOSURE_ADMINISTRATION_ROUTE, EXPORT_ADMINISTRATION_ROUTE, OWNER_ROUTE, SUSPENSION_ROUTE, SWEEP_ROUTE,
  SESSIONS_ADMINISTRATION_ROUTE, TENANT_ADMINISTRATION_ROUTE, USER_ERASURE_ROUTE,
} from '../../src/contract/admin-routes';
import { PROBLEM_CODES } from '../../src/contract/problem-codes';
import {
  ACCOUNT_ROUTE, ADDITIONAL_TENANTS_ROUTE, AUDIT_ROUTE, CLOSURE_ROUTE, EXPORT_ROUTE, INVITATIONS_ROUTE, INVITED_ROUTE, MEMBERS_ROUTE, type Route,
  SESSIONS_ROUTE, TENANT_API_ROUTE,
} from '../../src/contract/routes';

const ROUTES: Readonly<Record<string, ReadonlyArray<Record<string, Route>>>> = {
  'tenant-api': [
    TENANT_API_ROUTE, MEMBERS_ROUTE, INVITATIONS_ROUTE, INVITED_ROUTE, ADDITIONAL_TENANTS_ROUTE, CLOSURE_ROUTE, ACCOUNT_ROUTE, EXPORT_ROUTE,
    SESSIONS_ROUTE, AUDIT_ROUTE,
  ],
  'admin-api': [
    ADMIN_API_ROUTE, TENANT_ADMINISTRATION_ROUTE, SUSPENSION_ROUTE, CLOSURE_ADMINISTRATION_ROUTE, EXPORT_ADMINISTRATION_ROUTE, OWNER_ROUTE,
    SWEEP_ROUTE, USER_ERASURE_ROUTE, SESSIONS_ADMINISTRATION_ROUTE, AUDIT_ADMINISTRATION_ROUTE,
  ],
};

describe.each(Object.entries(APIS))('the document of %s', (name, api) => {
  const document = openApiDocument(api, '1.2.3') as any;

  test('describes exactly the routes of the API', () => {
    const described = Object.entries<object>(document.paths).flatMap(([path, item]) => Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`));
    const routes = ROUTES[name].flatMap((group) => Object.values(group)).map(({ method, path }) => `${method} ${path}`);

    expect(described.sort()).toEqual(routes.sort());
  });

  test('has a schema for the body of every response and of every change', () => {
    for (const [path, item] of Object.entries<Record<string, any>>(document.paths)) {
      for (const [method, { responses }] of Object.entries(item)) {
        for (const [status, { content }] of Object.entries<any>(responses)) {
          const [schema] = Object.values<any>(content ?? {}).map((media) => media.schema);
          const type = schema?.$ref.replace('#/components/schemas/', '');
          expect({ method, path, status, isDescribed: type === undefined ? status === '204' : document.components.schemas[type]?.type === 'object' })
            .toEqual({ method, path, status, isDescribed: true });
        }
      }
    }
  });

  test('lists the identifiers of refusals as the values of code, and at the responses that can have them', () => {
    expect(document.components.schemas.ProblemCode.enum).toEqual(Object.keys(PROBLEM_CODES));
    expect(document.components.schemas.ProblemDocument.properties.code.$ref).toBe('#/components/schemas/ProblemCode');

    const { responses } = document.paths['/tenant/{tenantId}/members/{userId}'].put;
    expect(responses[409].description).toContain('`lastAdmin`');
    expect(responses[403].description).not.toContain('`lastAdmin`');
  });
});

test('only the closure by an operator or a service can have no body', () => {
  const optional = Object.entries(APIS).flatMap(([name, api]) => {
    const { paths } = openApiDocument(api, '1.2.3') as any;
    return Object.entries<any>(paths).flatMap(([path, item]) => Object.entries<any>(item)
      .filter(([, { requestBody }]) => requestBody?.required === false)
      .map(([method]) => `${name}: ${method} ${path}`));
  });
  expect(optional).toEqual(['admin-api: put /tenant/{tenantId}/closure']);
});
