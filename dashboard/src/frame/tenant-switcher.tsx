import { useTenant } from 'cdk-tenancy-web/react';
import { useRef, useState } from 'react';
import { Link } from 'react-router';
import { TenantChoices } from './tenant-choices';
import { useFeature } from '../configuration/features';
import { useDismissal } from '../ui/use-dismissal';

interface TenantSwitcherProps {
  readonly userId: string;
  readonly activeId: string;
}

/** The name of the current tenant, and a panel to switch to another tenant. */
export function TenantSwitcher({ userId, activeId }: TenantSwitcherProps) {
  const { data: tenant } = useTenant(activeId);
  const canCreate = useFeature('additionalTenants');
  const [isOpen, setIsOpen] = useState(false);
  const details = useRef<HTMLDetailsElement>(null);
  const summary = useRef<HTMLElement>(null);

  const close = () => {
    setIsOpen(false);
    summary.current?.focus();
  };
  useDismissal({ element: details, isOpen, onEscape: close, onLeave: () => setIsOpen(false) });
  return (
    <details className="switcher" ref={details} open={isOpen} onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
      <summary className="switcher__current" ref={summary}>
        <span className="amplify-visually-hidden">Switch tenant. You work in </span>
        <span className="switcher__name">{tenant?.name ?? 'your tenant'}</span>
      </summary>
      {isOpen && (
        <div className="switcher__panel">
          <TenantChoices userId={userId} activeId={activeId} onSwitched={close} />
          {canCreate && <Link to="/tenants/new" className="switcher__create" onClick={() => setIsOpen(false)}>Create another tenant</Link>}
        </div>
      )}
    </details>
  );
}
