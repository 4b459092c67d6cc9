import { Link } from 'react-router';
import { Page } from '../shell/page';

export function NotFoundPage() {
  return (
    <Page title="Page not found" intro="There is nothing at this address. It may have been mistyped, or the page has moved.">
      <Link to="/" className="text-link">Go to your tenant</Link>
    </Page>
  );
}
