/** The event that started the execution. States don't change it. */
export const STARTING_EVENT = '$states.context.Execution.Input';
