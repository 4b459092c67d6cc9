import { demand, outcomeOf, type Check } from '../check';
import { roleName, whileDenied } from '../support/denied';
import { preTokenFunction } from '../support/pre-token-function';

const IAM_DELAY_MS = 120_000;
const FAILED = 'UserLambdaValidationException';

export const failingHook: Check = {
  proves: `if the hook cannot read tenants, the sign-in fails with ${FAILED}; later sign-ins succeed again`,
  covers: 'The pre-token function is called once for each token',
  alone: true,
  notOnEngine: 'the engine answers a server error, which SDKs retry',
  run: async (app) => {
    const ann = await app.people.ann();
    const { Role } = await preTokenFunction(app);
    const signIn = () => outcomeOf(app.people.signInOnce(ann));
    const failure = await whileDenied(roleName(Role!), ['execute-api:Invoke'], () => app.eventually('a sign-in that fails', async () => {
      const outcome = await signIn();
      return outcome === 'allowed' ? undefined : outcome;
    }, IAM_DELAY_MS));
    demand(failure === FAILED, `The error must be ${FAILED}, but was ${failure}.`);
    await app.eventually('a sign-in that succeeds', async () => (await signIn() === 'allowed' ? true : undefined), IAM_DELAY_MS);
    return failure;
  },
};
