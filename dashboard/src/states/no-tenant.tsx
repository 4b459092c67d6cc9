import { Message } from './message';
import { useFeature } from '../app/features';
import { INVITATION_PATH } from '../app/given-invitation';
import { ButtonLink } from '../shell/button-link';

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
