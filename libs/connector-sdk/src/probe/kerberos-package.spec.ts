import { loadKerberos } from './kerberos-package.js';

describe('the Kerberos library', () => {
  it('that nobody built is named, and is no crash', async () => {
    await expect(loadKerberos('kerberos-that-nobody-built')).rejects.toMatchObject({
      code: 'driver_not_installed',
      step: 'authenticate',
      facts: { driver: 'kerberos' },
    });
  });
});
