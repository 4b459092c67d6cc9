import { Link } from 'react-router';
import { Page } from '../ui/page';

export function NotFoundPage() {
  return (
    <Page title="Page not found" intro="There's no page at this address. Check the address, or go to your tenant.">
      <Link to="/" className="text-link">Go to your tenant</Link>
    </Page>
  );
}
