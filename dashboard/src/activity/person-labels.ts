import type { People } from './people';

/** User ids with the labels of their users. */
type Labels = ReadonlyArray<readonly [userId: string, label: string]>;

/** The digits of a user id that usually suffice to tell users apart. */
const SHORT = 8;

const byLabel = ([, one]: Labels[number], [, other]: Labels[number]) => one.localeCompare(other, 'en');

/** Returns unique labels, sorted. */
export function personLabels(people: People): { readonly members: Labels; readonly others: Labels } {
  const entries = [...people];
  const members = entries.flatMap(([id, person]) => (person.status === 'member' ? [[id, `${person.name} (${person.email})`] as const] : []));
  const rest = entries.filter(([, { status }]) => status !== 'member');
  const idText = shortIds(rest.map(([id]) => id));
  const others = rest.map(([id, { status }]) => [id, `${status === 'erased' ? 'Erased user' : 'Former member'} ${idText(id)}`] as const);
  return { members: members.sort(byLabel), others: others.sort(byLabel) };
}

/** Returns the function that shortens ids. Ids with the same beginning stay as they are. */
function shortIds(ids: readonly string[]): (id: string) => string {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(id.slice(0, SHORT), (counts.get(id.slice(0, SHORT)) ?? 0) + 1);
  return (id) => (id.length <= SHORT || counts.get(id.slice(0, SHORT))! > 1 ? id : `${id.slice(0, SHORT)}…`);
}
