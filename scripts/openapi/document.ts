import { STATUS_CODES } from 'node:http';
import { answerSchemas } from './answer-schemas';
import { type Answer, type Operation, TAGS } from './operations';
import { PARAMETER, PATH_PARAMETER } from './parameters';
import { PROBLEM_CONTENT_TYPE } from '../../src/contract/api';
import { PROBLEM_CODES } from '../../src/contract/problem-codes';

export interface ApiDescription {
  readonly title: string;
  readonly description: string;
  readonly operations: readonly Operation[];
  /** Name and content of OpenAPI's security scheme. */
  readonly security: { readonly name: string; readonly scheme: object };
}

/** Error statuses that every route can return: because of the request, the caller, or the gateway. */
const COMMON_PROBLEMS = [400, 401, 403, 404, 413, 415, 429, 500, 503, 504];

const PROBLEM = 'ProblemDocument';

/** An OpenAPI 3.1 document. */
export function openApiDocument({ title, description, operations, security }: ApiDescription, version: string): object {
  const types = operations.flatMap(({ answers }) => Object.values(answers).flatMap(({ type }) => type ?? []));
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of operations) {
    const { path, method } = operation.route;
    paths[path] = { ...paths[path], [method.toLowerCase()]: operationObject(operation) };
  }
  return {
    openapi: '3.1.1',
    info: { title, description, version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{
      url: 'https://{apiId}.execute-api.{region}.amazonaws.com/prod',
      variables: { apiId: { default: 'api' }, region: { default: 'us-east-1' } },
    }],
    security: [{ [security.name]: [] }],
    tags: [...new Set(operations.map(({ tag }) => tag))].map((name) => ({ name, description: TAGS[name] })),
    paths,
    components: {
      securitySchemes: { [security.name]: security.scheme },
      schemas: answerSchemas([...new Set([...types, PROBLEM])]),
    },
  };
}

function operationObject({ route, summary, tag, body, isBodyOptional, parameters = [], answers, problems = [] }: Operation): object {
  const pathParameters = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => PATH_PARAMETER[name]);
  return {
    operationId: operationId(summary),
    summary,
    tags: [tag],
    parameters: [...pathParameters, ...parameters.map((name) => PARAMETER[name])],
    ...(body && { requestBody: { required: !isBodyOptional, content: { 'application/json': { schema: body } } } }),
    responses: {
      ...Object.fromEntries(Object.entries(answers).map(([status, answer]) => [status, answerObject(answer)])),
      ...Object.fromEntries([...COMMON_PROBLEMS, ...problems].map((status) => [status, problemObject(status)])),
    },
  };
}

function answerObject({ description, type, hasEntityTag }: Answer): object {
  return {
    description,
    ...(hasEntityTag && { headers: { ETag: { description: 'Version of the tenant, for `If-Match`.', schema: { type: 'string' } } } }),
    ...(type && { content: { 'application/json': { schema: reference(type) } } }),
  };
}

/** The identifiers are listed at each status, because generated clients show descriptions where people look for errors. */
function problemObject(status: number): object {
  const codes = Object.entries(PROBLEM_CODES).filter(([, { statuses }]) => (statuses as readonly number[]).includes(status));
  const description = [`${STATUS_CODES[status]}.`, ...codes.map(([code, { meaning }]) => `- \`${code}\`: ${meaning}`)].join('\n');
  return { description, content: { [PROBLEM_CONTENT_TYPE]: { schema: reference(PROBLEM) } } };
}

function reference(type: string): object {
  return { $ref: `#/components/schemas/${type}` };
}

/** `Change the role of a member` as `changeTheRoleOfAMember`. */
function operationId(summary: string): string {
  const [first, ...rest] = summary.split(' ');
  return [first.toLowerCase(), ...rest.map((word) => word[0].toUpperCase() + word.slice(1))].join('');
}
