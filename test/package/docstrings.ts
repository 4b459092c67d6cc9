/** Finds undocumented parts of a public API. */
import { type Assembly, type Callable, type Docs, isClassType, isEnumType, isInterfaceType, type Type } from '@jsii/spec';

/** @returns a sentence for each class, interface, enum, member, property and parameter without a docstring, and for each optional prop without `@default` */
export function missingDocs({ types = {} }: Assembly): string[] {
  return Object.values(types).flatMap((type) => [...missingSummary(type.fqn, type.docs), ...missingInMembers(type)]);
}

function missingInMembers(type: Type): string[] {
  if (isEnumType(type)) return type.members.flatMap(({ name, docs }) => missingSummary(`${type.fqn}.${name}`, docs));
  if (!isClassType(type) && !isInterfaceType(type)) return [];
  const isProps = isInterfaceType(type) && type.datatype === true;
  return [
    ...isClassType(type) && type.initializer !== undefined ? missingInParameters(`The constructor of ${type.fqn}`, type.initializer) : [],
    ...(type.properties ?? []).flatMap(({ name, docs, optional }) => [
      ...missingSummary(`${type.fqn}.${name}`, docs),
      ...isProps && optional && docs?.default === undefined ? [`${type.fqn}.${name} is optional, and its docstring has no @default.`] : [],
    ]),
    ...(type.methods ?? []).flatMap((method) => [
      ...missingSummary(`${type.fqn}.${method.name}`, method.docs),
      ...missingInParameters(`${type.fqn}.${method.name}`, method),
    ]),
  ];
}

function missingInParameters(owner: string, { parameters = [] }: Callable): string[] {
  return parameters.filter(({ docs }) => !docs?.summary).map(({ name }) => `${owner} has no @param ${name}.`);
}

function missingSummary(name: string, docs?: Docs): string[] {
  if (!docs?.summary) return [`${name} has no docstring.`];
  // jsii removes the dash of the first entry.
  return /^.*[^:\n]\n- /.test(docs.remarks ?? '') ? [`${name} has a list right after the summary. Put a sentence before the list.`] : [];
}
