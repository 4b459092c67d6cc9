import { Button, Heading } from '@aws-amplify/ui-react';
import type { TaggedTenant } from 'cdk-tenancy-web';
import { useEffect, useRef, useState } from 'react';
import { RenameForm } from './rename-form';

interface TenantNameProps {
  readonly tenant: TaggedTenant;
  readonly canRename: boolean;
}

/** The name, and in its place, when it is being changed, the form for it. */
export function TenantName({ tenant, canRename }: TenantNameProps) {
  const [isEditing, setIsEditing] = useState(false);
  const [message, setMessage] = useState('');
  const button = useRef<HTMLButtonElement>(null);
  const wasEditing = useRef(false);

  // The form is gone, and the focus with it.
  useEffect(() => {
    if (wasEditing.current && !isEditing) button.current?.focus();
    wasEditing.current = isEditing;
  }, [isEditing]);

  const edit = () => {
    setMessage('');
    setIsEditing(true);
  };
  const close = (text = '') => {
    setMessage(text);
    setIsEditing(false);
  };

  return (
    <div className="name">
      {isEditing && canRename
        ? <RenameForm tenant={tenant} onClose={close} />
        : (
          <div className="name__line">
            <Heading level={2} className="name__text">{tenant.name}</Heading>
            {canRename && <Button ref={button} onClick={edit}>Rename</Button>}
          </div>
        )}
      <p role="status" className="name__message">{message}</p>
    </div>
  );
}
