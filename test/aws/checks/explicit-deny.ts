import { call } from '../../../local/client/api';
import { demand, demandEqual, type Check } from '../check';

/** API Gateway sends this header with its own refusals. The functions never do. */
const GATEWAY_ERROR = 'x-amzn-errortype';

export const explicitDeny: Check = {
  proves: "an explicit Deny in the authorizer's policy overrides its Allow: a member who can read the tenant cannot list its invitations",
  covers: "AWS does not document the maximum size of an authorizer's policy",
  run: async ({ outputs, people }) => {
    const max = await people.max();
    const { accessToken } = await people.signIn(max);
    demandEqual('The status of the tenant', (await call(outputs.ApiUrl, { path: `tenant/${max.tenantId}` }, accessToken)).status, 200);
    const refused = await call(outputs.ApiUrl, { path: `tenant/${max.tenantId}/invitations` }, accessToken);
    demandEqual('The status of the invitations', refused.status, 403);
    const by = refused.headers.get(GATEWAY_ERROR);
    demand(by !== null, `API Gateway itself must refuse, but the header ${GATEWAY_ERROR} is missing: ${JSON.stringify(refused.body)}.`);
    demand(/explicit deny/.test(refused.body?.detail), `The refusal must be an explicit deny, but was ${JSON.stringify(refused.body)}.`);
    return `${refused.status} ${by}: ${refused.body.detail}`;
  },
};
