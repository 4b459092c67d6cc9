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
        heading="You are in no tenant"
        action={{ label: 'Look again', run: lookAgain }}
        more={isOnTheirOwn ? undefined : (
          <>
            {canCreate && <ButtonLink to="/tenants/new" isPrimary>Create a tenant</ButtonLink>}
            {canBeInvited && <ButtonLink to={INVITATION_PATH} isPrimary={!canCreate}>Enter an invitation</ButtonLink>}
          </>
        )}
      >
        Your account works, but it belongs to no tenant. {isOnTheirOwn
          ? 'Ask an admin of your tenant to add you, then look again.'
          : 'If you wait for somebody to add you, look again when they have.'}
      </Message>
    </div>
  );
}
