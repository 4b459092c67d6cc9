import type { ClientDetails } from 'cdk-tenancy-web';

/** Where the request for a change came from. Shows nothing for a record that doesn't say it. */
export function RequestDetails({ ip, userAgent }: ClientDetails) {
  if (ip === undefined && userAgent === undefined) return null;
  return (
    <details className="activity__details">
      <summary>Details</summary>
      <dl>
        {ip !== undefined && <div><dt>IP address</dt><dd>{ip}</dd></div>}
        {userAgent !== undefined && <div><dt>Browser</dt><dd>{userAgent}</dd></div>}
      </dl>
    </details>
  );
}
