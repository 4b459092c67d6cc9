import type { ApiDescription } from './document';
import { ADMIN_API_OPERATIONS, TENANT_API_OPERATIONS } from './operations';

/** The APIs by the names of their documents. */
export const APIS: Readonly<Record<string, ApiDescription>> = {
  'tenant-api': {
    title: 'cdk-tenancy web-app API',
    description: 'Tenants, members and invitations, for web apps. A token gives access to its user, and to the tenant in its claims.',
    operations: TENANT_API_OPERATIONS,
    security: {
      name: 'userPool',
      scheme: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'Token of the Cognito user pool: the access token, or the ID token where the pool is on the Lite plan.' },
    },
  },
  'admin-api': {
    title: 'cdk-tenancy admin API',
    description: 'Tenants, members and invitations, for services and operators.',
    operations: ADMIN_API_OPERATIONS,
    security: {
      name: 'sigv4',
      scheme: { 'type': 'apiKey', 'name': 'Authorization', 'in': 'header', 'x-amazon-apigateway-authtype': 'awsSigv4', 'description': 'Signature version 4, service `execute-api`.' },
    },
  },
};
