export * from './constructs/pre-token-enricher';
export * from './constructs/sign-up-publisher';
export * from './constructs/tenancy';
export * from './constructs/tenant-admin-api';
export * from './constructs/tenant-api';
export * from './constructs/tenant-authorizer';
export * from './constructs/tenant-creation-saga';
export * from './constructs/tenant-tables';
