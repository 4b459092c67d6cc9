/** Environment variable with the names of the stages, separated by commas. */
export const STAGES_VARIABLE = 'STAGES';
