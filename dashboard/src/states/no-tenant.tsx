import { useFeature } from '../configuration/features';
import { INVITATION_PATH } from '../invitation-link/given-invitation';
import { ButtonLink } from '../ui/button-link';
import { Message } from '../ui/message';

export function NoTenant({ lookAgain }: { readonly lookAgain: () => void }) {
  const canCreate = useFeature('additionalTenants');
  const canBeInvited = useFeature('invitations');
  const isOnTheirOwn = !canCreate && !canBeInvited;
  return (
    <div role="alert">
      <Message
        heading="You're not in a tenant yet"
        action={{ label: 'Check again', run: lookAgain }}
        more={isOnTheirOwn ? undefined : (
          <>
            {canCreate && <ButtonLink to="/tenants/new" isPrimary>Create a tenant</ButtonLink>}
            {canBeInvited && <ButtonLink to={INVITATION_PATH} isPrimary={!canCreate}>Enter an invitation</ButtonLink>}
          </>
        )}
      >
        Your account is ready, but it doesn't belong to a tenant. {isOnTheirOwn
          ? 'Ask a tenant admin to add you, then check again.'
          : 'If an admin is about to add you, check again afterwards.'}
      </Message>
    </div>
  );
}
