import type { AuditPage, AuditPerson } from 'cdk-tenancy-web';

/** The users in the records, by user id. */
export type People = ReadonlyMap<string, AuditPerson>;

/** Returns the people of some pages. The later ones are newer. */
export function peopleOf(pages: readonly AuditPage[]): People {
  return new Map(pages.flatMap(({ people }) => Object.entries(people)));
}
