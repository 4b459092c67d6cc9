import type { Step } from './step';
import type { Steps } from './steps';

/** The steps that could need a permission of a role, a function or a queue. Other steps need not run. */
export function stepsOf(holder: string, steps: Steps): Step[] {
  const found = STEPS_OF_HOLDER.find(([pattern]) => pattern.test(holder));
  if (found === undefined) {
    throw new Error(`${holder} must have steps that need its permissions, but has none. Add them to test/sweep/steps-of-holder.ts.`);
  }
  return found[1].map((name) => steps[name]);
}

/** A function and its role have the same steps. */
const STEPS_OF_HOLDER: ReadonlyArray<readonly [holder: RegExp, steps: ReadonlyArray<keyof Steps>]> = [
  [/^AddDevice/, ['addDevice']],
  // Functions of the CDK that run during deployments only.
  [/^Custom(CDKBucketDeployment|S3AutoDeleteObjects)/, []],
  [/^ListDevices/, ['listDevices']],
  [/^ReadDevice/, ['readDevice']],
  [/^TenancyAdminApiAdministrationHandler/, [
    'operateTenant', 'operateName', 'operateMembers', 'operateRole', 'operateRemoval', 'addMember',
    'operateInvitation', 'operateInvitations', 'operateResending', 'operateRevocation', 'suspend', 'operateClosure', 'operateOwner',
  ]],
  [/^TenancyAdminApiHandler/, ['askAdminApi', 'listAllTenants', 'findMemberships']],
  [/^TenancyAdminApiLookUpHandler/, ['signIn']],
  [/^TenancyAdminApiRepairHandler/, ['repair', 'repairChange', 'repairDeletion', 'repairExport']],
  [/^TenancyApiHandler/, ['readTenant', 'listTenants']],
  [/^TenancyApiIsolationTenantRole$/, ['readTenant', 'renameTenant', 'listMembers', 'changeRole', 'demoteInviter', 'removeMember', 'listTenants']],
  [/^TenancyApiIsolationUserRole$/, ['listTenants', 'switchTenant']],
  [/^TenancyAuthorizerHandler/, ['readTenant', 'addDevice']],
  [/^TenancyChangeEventsHandler/, ['publishName', 'publishMember', 'publishRemoval', 'publishInvitation', 'keepUnreadableChange', 'keepRefusedChange']],
  [/^TenancyInvitations(Handler|TenantRole$)/, ['invite', 'listInvitations', 'resendInvitation', 'revokeInvitation']],
  [/^TenancyInvitationsInvitedHandler/, ['previewInvitation', 'declineInvitation', 'acceptInvitation']],
  [/^TenancyIsolationTenantRole$/, ['addDevice', 'listDevices', 'readDevice', 'useGrantedRows']],
  [/^TenancyIsolationUserRole$/, ['assumeUserRole']],
  [/^TenancyAdminApiExportHandler/, ['operateExport']],
  [/^TenancyLifecycle(ErasureHandler|ErasureRole$|FormerMembersHandler)/, ['deleteTenant']],
  [/^TenancyLifecycleDeleteTenantStateMachine/, ['deleteTenant', 'malformedDeletion']],
  [/^TenancyLifecycleSweepHandler/, ['deleteTenant', 'sweepAgain']],
  [/^TenancyLifecycle(ClosureHandler|TenantRole$|UserRole$)/, ['close']],
  [/^TenancyLifecycleExportsHandler/, ['export']],
  [/^TenancyLifecycleExportsDownloadRole$/, ['export', 'operateExport']],
  [/^TenancyLifecycleExports(ReadRole$|WorkerRole$|Worker)/, ['export']],
  [/^TenancyLifecycleExportsExportTenantStateMachine/, ['export', 'malformedExport']],
  [/^TenancyLifecycle(UserErasureHandler|ErasedUser)/, ['deleteAccount', 'eraseInviter']],
  [/^TenancySessionsHandler/, ['signOut', 'signOutMember']],
  [/^TenancyMemberProfilesHandler/, ['updateProfile', 'malformedChange']],
  [/^TenancyPreTokenEnricherHandler/, ['signIn', 'healSignUp', 'updateProfile']],
  [/^TenancySagaAddFirstAdminStateMachineEventsRole$/, ['signUp', 'malformedTenantEvent']],
  [/^TenancySagaAddFirstAdminStateMachineRole$/, ['signUp', 'announceAgain', 'malformedTenantEvent']],
  [/^TenancySagaCreateTenantStateMachineEventsRole$/, ['signUp', 'malformedUserEvent']],
  [/^TenancySagaCreateTenantStateMachineRole$/, ['signUp', 'finishTenant', 'malformedUserEvent']],
  [/^TenancySagaDeadLetterQueue$/, ['undeliverableUserEvent', 'undeliverableTenantEvent', 'undeliverableChange']],
  [/^TenancySignUpPublisherHandler/, ['signUp', 'signUpInvited']],
  [/^TenancyAdditionalTenantsHandler/, ['createTenant']],
];
