import type { useAuditRecords } from 'cdk-tenancy-web/react';
import { useState } from 'react';
import { type People, peopleOf } from './people';

/** Returns all people that the list has shown, also with an earlier filter: a person who is chosen in the filter stays in it. */
export function usePeople({ data }: ReturnType<typeof useAuditRecords>): People {
  const [seen, setSeen] = useState<{ readonly data: typeof data; readonly people: People }>({ data: undefined, people: new Map() });
  if (data === undefined || data === seen.data) return seen.people;
  const people = new Map([...seen.people, ...peopleOf(data.pages)]);
  setSeen({ data, people });
  return people;
}
