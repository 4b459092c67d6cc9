const RUNBOOK_URL = 'https://github.com/cdk-tenancy/cdk-tenancy/blob/main/docs/operations.md';

/** The sections of `docs/operations.md`, which the dashboard links to. */
export const RUNBOOK_HEADINGS = [
  'How a sign-up becomes a tenant',
  'Alarms',
  'Other symptoms',
  'Repair',
  'An address that gets no more invitations',
  'Accounts that are not confirmed',
  'Changes that were not published',
  'Express or Standard',
  'The dashboard',
] as const;

/** Where the runbook says what to do: the address of a section, by its heading. */
export function runbookLink(heading: string): string {
  return `${RUNBOOK_URL}#${anchorOf(heading)}`;
}

/** As GitHub forms it, for headings of letters, digits, spaces and hyphens. */
function anchorOf(heading: string): string {
  return heading.toLowerCase().replace(/ /g, '-');
}
