import { type RawAnswer, sendRaw } from '../../e2e/support/raw-request';
import { demand, demandEqual, type Check } from '../check';

/** Paths that mean the tenant of the caller, or could be mistaken for it. None can cause a server error. */
const waysToOwn = (own: string) => [`tenant/${own}/`, `tenant//${own}`, `/tenant/${own}`, `tenant/${encoded(own)}`, `tenant/${own}%2F`, `tenant/${own}//devices`];

/** Paths that mean another tenant, or could be mistaken for it. */
const waysToForeign = (own: string, foreign: string) => [
  `tenant/${foreign}`, `tenant/${foreign}/`, `tenant//${foreign}`, `/tenant/${foreign}`, `tenant/${encoded(foreign)}`, `tenant/${foreign}%2F`,
  `tenant/${own}/../${foreign}`, `tenant/${own}/%2E%2E/${foreign}`, `tenant/${own}%2F..%2F${foreign}`, `tenant/${own}%2f%2e%2e%2f${foreign}`,
  `tenant/${own}/..%2F${foreign}`, `tenant/${own};/../${foreign}`, `tenant/${own}%00${foreign}`, `tenant/${own}%252F..%252F${foreign}`,
  `tenant/${foreign}/devices/`, `tenant/${foreign}//devices`,
];

export const paths: Check = {
  proves: 'encoded, doubled and trailing slashes and encoded ids never lead to another tenant, never give a member admin rights, and never cause a server error',
  covers: 'Paths reach functions decoded',
  run: async ({ outputs, people }) => {
    const [ann, bob, max] = [await people.ann(), await people.bob(), await people.max()];
    const [{ accessToken }, member] = [await people.signIn(ann), await people.signIn(max)];
    const ask = (path: string, method = 'GET', token = accessToken) => sendRaw(outputs.ApiUrl, {
      method, path, headers: { 'Authorization': `Bearer ${token}`, 'Content-Type': 'application/json' }, ...method === 'PUT' && { body: '{"name":"By a member"}' },
    });

    demandEqual('The status of the own tenant', (await ask(`tenant/${ann.tenantId}`)).status, 200);
    const own = await Promise.all(waysToOwn(ann.tenantId).map(async (path) => [path, await ask(path)] as const));
    own.forEach(([path, answer]) => demand(answer.status < 500, `${path} must not cause a server error, but was ${answer.status}.`));
    for (const path of waysToForeign(ann.tenantId, bob.tenantId)) {
      const answer = await ask(path);
      demand(answer.status >= 400 && answer.status < 500, `${path} must be refused, but was ${answer.status}.`);
      demand(!names(answer, bob.userId), `The response to ${path} must not mention the other tenant, but does.`);
    }
    // API Gateway also accepts a trailing slash in the path of the tenant's resource.
    for (const path of [`tenant/${max.tenantId}`, `tenant/${max.tenantId}/`, `tenant/${max.tenantId}//`]) {
      const { status } = await ask(path, 'PUT', member.accessToken);
      demand(status >= 400 && status < 500, `A member's PUT ${path} must be refused, but was ${status}.`);
    }
    return `own: ${own.map(([path, { status }]) => `${path.replaceAll(ann.tenantId, '<id>')} ${status}`).join(', ')}; all others refused`;
  },
};

/** Every character percent-encoded. */
function encoded(text: string): string {
  return [...Buffer.from(text)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}

function names(answer: RawAnswer, id: string): boolean {
  return answer.text.includes(id);
}
