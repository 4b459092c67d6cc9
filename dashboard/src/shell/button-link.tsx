import type { ReactNode } from 'react';
import { Link } from 'react-router';

interface ButtonLinkProps {
  readonly to: string;
  readonly isPrimary?: boolean;
  readonly children: ReactNode;
}

/** A way to another page that looks like what people press. */
export function ButtonLink({ to, isPrimary = false, children }: ButtonLinkProps) {
  return <Link to={to} className={`amplify-button button-link${isPrimary ? ' amplify-button--primary' : ''}`}>{children}</Link>;
}
