import { createResolver, type Place } from './resolve';
import type { Template } from './template';

export interface StateMachineDefinition {
  readonly logicalId: string;
  readonly type: 'STANDARD' | 'EXPRESS';
  /** In Amazon States Language, with sample ARNs. */
  readonly definition: string;
}

/** The definitions of all state machines of a template. */
export function stateMachinesOf(template: Template, place: Place): StateMachineDefinition[] {
  const resolve = createResolver(template, place);
  return Object.entries(template.Resources)
    .filter(([, { Type }]) => Type === 'AWS::StepFunctions::StateMachine')
    .map(([logicalId, { Properties = {} }]) => {
      const { DefinitionString, Definition, DefinitionSubstitutions, StateMachineType } = Properties;
      if (DefinitionSubstitutions !== undefined || (DefinitionString === undefined) === (Definition === undefined)) {
        throw new Error(`${logicalId} must have one definition without substitutions. Add other forms to stateMachinesOf.`);
      }
      return {
        logicalId,
        type: StateMachineType === 'EXPRESS' ? 'EXPRESS' : 'STANDARD',
        definition: DefinitionString === undefined ? JSON.stringify(resolve(Definition)) : resolve(DefinitionString),
      };
    });
}
