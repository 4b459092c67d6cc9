import type { Template } from './synthesize';

/** Where templates say what the code of a function is: which asset, which function in it, for which runtime. */
const CODE_PROPERTIES = ['Code', 'Handler', 'Runtime'];
const CODE_METADATA = ['aws:asset:path', 'aws:asset:is-bundled'];

/**
 * A template without the code of the functions that the app brings itself, which each example has in its own language. All
 * else stays: also the code of the functions of the package, and what is granted to whom.
 *
 * @param functions Ids of the functions of the app.
 */
export function withoutOwnCode(template: Template, functions: readonly string[]): Template {
  const isOwn = (logicalId: string) => functions.some((id) => new RegExp(`^${id}[0-9A-F]{8}$`).test(logicalId));
  const resources = Object.entries(template.Resources).map(([logicalId, resource]) => [logicalId, !isOwn(logicalId) ? resource : {
    ...resource,
    Properties: without(resource.Properties, CODE_PROPERTIES),
    Metadata: without(resource.Metadata, CODE_METADATA),
  }]);
  return { ...template, Resources: Object.fromEntries(resources) };
}

function without(object: unknown, names: readonly string[]): unknown {
  return Object.fromEntries(Object.entries(object as object).filter(([name]) => !names.includes(name)));
}
