import { createClientKeys, openClient, sealClient } from '../../../src/runtime/audit/client-details';
import { OTHER_USER_ID, USER_ID } from '../events';

const DETAILS = { ip: '2001:db8::1', userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Žluťoučký/1' };

test('sealed details open with the private key of the user', async () => {
  const { sealingKey, openingKey } = await createClientKeys();
  const sealed = await sealClient(DETAILS, USER_ID, sealingKey);

  await expect(openClient(sealed, USER_ID, openingKey)).resolves.toEqual(DETAILS);
});

test('a record does not tell whether two changes came from the same client', async () => {
  const { sealingKey } = await createClientKeys();
  const [first, second] = await Promise.all([1, 2].map(async () => sealClient(DETAILS, USER_ID, sealingKey)));

  expect(first).not.toBe(second);
  expect(first).toMatch(/^[\w-]+$/);
});

test('a long user agent is cut, so a client cannot fill the rows of a tenant', async () => {
  const { sealingKey, openingKey } = await createClientKeys();
  const sealed = await sealClient({ userAgent: 'x'.repeat(10_000) }, USER_ID, sealingKey);

  expect(sealed.length).toBeLessThan(500);
  await expect(openClient(sealed, USER_ID, openingKey)).resolves.toEqual({ userAgent: 'x'.repeat(256) });
});

describe('sealed details do not open', () => {
  test('with the key of another user', async () => {
    const [own, other] = await Promise.all([createClientKeys(), createClientKeys()]);
    const sealed = await sealClient(DETAILS, USER_ID, own.sealingKey);

    await expect(openClient(sealed, USER_ID, other.openingKey)).rejects.toThrow();
  });

  test('with the public key', async () => {
    const { sealingKey } = await createClientKeys();
    await expect(openClient(await sealClient(DETAILS, USER_ID, sealingKey), USER_ID, sealingKey)).rejects.toThrow();
  });

  test('as those of another user', async () => {
    const { sealingKey, openingKey } = await createClientKeys();
    await expect(openClient(await sealClient(DETAILS, USER_ID, sealingKey), OTHER_USER_ID, openingKey)).rejects.toThrow();
  });

  test('after any change of a character', async () => {
    const { sealingKey, openingKey } = await createClientKeys();
    const sealed = await sealClient(DETAILS, USER_ID, sealingKey);
    const changed = (index: number) => `${sealed.slice(0, index)}${sealed[index] === 'A' ? 'B' : 'A'}${sealed.slice(index + 1)}`;

    for (const index of [2, 41, 60, sealed.length - 3]) {
      await expect(openClient(changed(index), USER_ID, openingKey)).rejects.toThrow();
    }
  });
});
