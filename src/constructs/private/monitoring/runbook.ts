const RUNBOOK_URL = 'https://github.com/cdk-tenancy/cdk-tenancy/blob/main/docs/operations.md';

/** The sections of `docs/operations.md` that the dashboard links to. */
export const RUNBOOK_HEADINGS = [
  'How a sign-up becomes a tenant',
  'Alarms',
  'Other symptoms',
  'Repair',
  'Suspend a tenant',
  'Close and delete a tenant',
  'Erase a person',
  'End the sessions of a person',
  'Give a tenant another admin',
  'Export the data of a tenant',
  'List the tenants with their numbers of members',
  'An address that gets no more invitations',
  'Accounts that are not confirmed',
  'Changes that were not published',
  'Express or Standard',
  'The dashboard',
] as const;

/** URL of a section of the runbook, by its heading. */
export function runbookLink(heading: string): string {
  return `${RUNBOOK_URL}#${anchorOf(heading)}`;
}

/** Anchor of a heading on GitHub. Works for headings of letters, digits, spaces and hyphens. */
function anchorOf(heading: string): string {
  return heading.toLowerCase().replace(/ /g, '-');
}
