import type { Template } from './synthesize';

/** Properties of a template that describe the code of a function: asset, handler and runtime. */
const CODE_PROPERTIES = ['Code', 'Handler', 'Runtime'];
const CODE_METADATA = ['aws:asset:path', 'aws:asset:is-bundled'];

/**
 * Removes the code of the app's own functions from a template: each example has it in another language. Everything else stays,
 * including the code of the package's functions and all grants.
 *
 * @param functions ids of the functions of the app
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
