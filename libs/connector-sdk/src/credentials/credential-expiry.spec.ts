import { createAuthority } from '../../../../test/support/certificates.js';
import { credentialExpiry } from './credential-expiry.js';

const jwt = (claims: unknown) =>
  ['{}', JSON.stringify(claims)].map((text) => Buffer.from(text).toString('base64url')).join('.') + '.sig';
const EXP = Date.UTC(2030, 0, 2) / 1_000;

describe('when a credential ends', () => {
  it.each([
    ['AZURE_SAS', { sas_key: 'sv=2024-11-04&se=2030-01-02T03%3A04%3A05Z&sig=x' }, '2030-01-02T03:04:05.000Z'],
    ['AZURE_SAS', { sas_key: '?se=2030-01-02&sig=x' }, '2030-01-02T00:00:00.000Z'],
    ['TOKEN', { token: jwt({ exp: EXP }) }, '2030-01-02T00:00:00.000Z'],
  ])('%s %j says it', (type, payload, end) => {
    expect(credentialExpiry(type, payload)?.toISOString()).toBe(end);
  });

  it.each([
    ['AZURE_SAS', { sas_key: 'sv=2024-11-04&sig=x' }],
    ['AZURE_SAS', { sas_key: 'se=soon&sig=x' }],
    ['AZURE_SAS', { sas_key: 'se=2030-99-99&sig=x' }],
    ['TOKEN', { token: 'dapi0123' }],
    ['TOKEN', { token: 'a.b.c' }],
    ['TOKEN', { token: jwt({ exp: 'soon' }) }],
    ['TOKEN', { token: jwt({ exp: 1e300 }) }],
    ['TOKEN', { token: jwt({ exp: -1 }) }],
    ['TOKEN', { token: jwt(null) }],
    ['SIMPLE', { username: 'u', password: jwt({ exp: EXP }) }],
    ['GENERIC_MAP', { c: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----' }],
    ['GENERIC_MAP', { c: '-----BEGIN CERTIFICATE-----'.repeat(1_000) }],
    ['NONE', {}],
  ])('%s %j does not say', (type, payload) => {
    expect(credentialExpiry(type, payload)).toBeNull();
  });

  it('is the earliest end of its certificates', async () => {
    const authority = await createAuthority();
    const [long, short] = [await authority.issue('a.test', 30), await authority.issue('b.test', 2)];
    await authority.close();
    const payload = { username: 'u', private_key: long.key + long.cert + short.cert };
    const days = (credentialExpiry('KEY_PAIR', payload)!.getTime() - Date.now()) / 86_400_000;
    expect(Math.round(days)).toBe(2);
  });
});
