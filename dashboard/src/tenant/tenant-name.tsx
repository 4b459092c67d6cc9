import { Button, Heading } from '@aws-amplify/ui-react';
import type { TaggedTenant } from 'cdk-tenancy-web';
import { useEffect, useRef, useState } from 'react';
import { RenameForm } from './rename-form';
import { useFirstVisit } from './use-first-visit';
import { focusHeading } from '../ui/heading-focus';
import { useToast } from '../ui/toaster';

interface TenantNameProps {
  readonly tenant: TaggedTenant;
  readonly canRename: boolean;
}

/** The tenant's name, or the form to change it. On the first visit after a sign-up, it asks for a name. */
export function TenantName({ tenant, canRename }: TenantNameProps) {
  const [isEditing, setIsEditing] = useState(false);
  const firstVisit = useFirstVisit();
  const toast = useToast();
  const button = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);
  const isNaming = firstVisit.isFirst && canRename;
  const isOpen = (isEditing || isNaming) && canRename;

  // When the form closes, the focus must move to another element.
  useEffect(() => {
    if (wasOpen.current && !isOpen) {
      if (button.current === null) focusHeading();
      else button.current.focus();
    }
    wasOpen.current = isOpen;
  }, [isOpen]);

  const close = (message?: string) => {
    firstVisit.end();
    setIsEditing(false);
    if (message !== undefined) toast(message);
  };
  if (!isOpen) {
    return (
      <div className="name__line">
        <Heading level={2} className="name__text">{tenant.name}</Heading>
        {canRename && <Button ref={button} onClick={() => setIsEditing(true)}>Rename</Button>}
      </div>
    );
  }
  return (
    <>
      {isNaming && (
        <div className="name__welcome">
          <Heading level={2} className="name__question">Name your tenant</Heading>
          <p className="name__hint">Use the name of your company or team. Everyone you invite sees it, and you can change it later.</p>
        </div>
      )}
      <RenameForm tenant={tenant} isAskedFor={!isNaming} cancelLabel={isNaming ? 'Skip' : 'Cancel'} onClose={close} />
    </>
  );
}
