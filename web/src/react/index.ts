export { type Tenancy, TenancyProvider, type TenancyProviderProps, useTenancy } from './provider';
export { type ActiveTenant, useActiveTenant } from './use-active-tenant';
export { type RenameInput, type RenameResult, useRenameTenant } from './use-rename-tenant';
export { useTenant } from './use-tenant';
export { useTenants } from './use-tenants';
