import type { ReactNode } from 'react';
import { Link } from 'react-router';

interface ButtonLinkProps {
  readonly to: string;
  readonly isPrimary?: boolean;
  readonly children: ReactNode;
}

/** A link that looks like a button. */
export function ButtonLink({ to, isPrimary = false, children }: ButtonLinkProps) {
  return <Link to={to} className={`amplify-button button-link${isPrimary ? ' amplify-button--primary' : ''}`}>{children}</Link>;
}
