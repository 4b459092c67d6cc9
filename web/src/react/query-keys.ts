export const queryKey = {
  membership: ['cdk-tenancy', 'membership'] as const,
  waiting: ['cdk-tenancy', 'waiting'] as const,
  tenant: (tenantId: string) => ['cdk-tenancy', 'tenant', tenantId] as const,
  tenants: (userId: string) => ['cdk-tenancy', 'tenants', userId] as const,
};
