import type { Template } from './template';

/** The number of resources of each type. */
export type Counts = ReadonlyMap<string, number>;

export function countByType({ Resources }: Template): Counts {
  const counts = new Map<string, number>();
  for (const { Type } of Object.values(Resources)) counts.set(Type, (counts.get(Type) ?? 0) + 1);
  return counts;
}
