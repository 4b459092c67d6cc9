import { readOutputs } from '../../../local/client/outputs';

/** Outputs of the deployment under test. */
export const outputs = readOutputs();
