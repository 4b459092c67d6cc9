import { readOutputs } from '../../../local/client/outputs';

/** The outputs of the deployment under test. */
export const outputs = readOutputs();
