import { type SampleDatabase, startSampleDatabase } from '../../apps/api/src/sample/sample-database.js';
import { type TestApp, startTestApp } from '../support/app.js';
import { bearer } from '../support/bearer.js';
import { type TestAuthority, createAuthority } from '../support/certificates.js';
import { LOCAL_CHECKS } from '../support/checks.js';
import { encryptSample } from '../support/servers/encrypted-sample.js';
import { type Kdc, startKdc } from '../support/servers/kdc.js';
import { type Postgres, startPostgres } from '../support/servers/postgres.js';
import { type SshKey, createSshKey } from '../support/servers/ssh-keys.js';
import { INNER_ADDRESS, type Sshd, startSshd } from '../support/servers/sshd.js';
import { type TestTenant, createTenant } from '../support/tenant.js';

const SERVICE = 'localhost';

/** The three hooks of the Syntho contract do what they say, against OpenSSH, PostgreSQL and MIT's KDC. */
describe('the hooks of the Syntho contract', () => {
  let test: TestApp;
  let tenant: TestTenant;
  let sample: SampleDatabase;
  let bastion: Sshd<'reader'>;
  let authority: TestAuthority;
  let kdc: Kdc;
  let ticketed: Postgres;
  let key: SshKey;
  let keytab: Buffer;

  beforeAll(async () => {
    test = await startTestApp({ checks: LOCAL_CHECKS });
    tenant = await createTenant(test);
    let hostKey: SshKey;
    [sample, authority, kdc, key, hostKey] = await Promise.all([
      startSampleDatabase({ settings: { listen_addresses: `127.0.0.1,${INNER_ADDRESS}` } }),
      createAuthority(),
      startKdc({ address: INNER_ADDRESS }),
      createSshKey(),
      createSshKey(),
    ]);
    await encryptSample(sample, await authority.issue('localhost'));
    bastion = await startSshd({
      hostKeys: [hostKey],
      settings: ['AllowTcpForwarding local'],
      users: { reader: { keys: [key] } },
    });
    for (const command of ['addprinc -pw right reader', `addprinc -randkey postgres/${SERVICE}`]) {
      await kdc.administer(command);
    }
    keytab = await kdc.keytabOf('reader');
    ticketed = await startPostgres({
      version: 15,
      logins: ['host all all 127.0.0.1/32 gss include_realm=0'],
      serviceKeys: await kdc.keytabOf(`postgres/${SERVICE}`),
      environment: { KRB5RCACHENAME: 'none:' },
    });
    await ticketed.run(
      'create role reader login; create table seen (id int); grant select on seen to reader',
    );
  }, 120_000);
  afterAll(async () => {
    await test.close();
    await Promise.all([
      sample?.stop(),
      bastion?.close(),
      kdc?.close(),
      ticketed?.close(),
      authority?.close(),
    ]);
  });

  const post = async (more: object) => {
    const answer = await test
      .http()
      .post('/api/v1/database_connections/test/')
      .set(bearer(tenant.admin))
      .send({
        connector_type: 'PostgreSQLConnector',
        host: sample.host,
        port: sample.port,
        database: sample.database,
        ...sample.good,
        ...more,
      });
    return [answer.status, (answer.body as { kind: string; code: string }).code];
  };
  const upload = (path: string, content: string | Buffer) =>
    test
      .http()
      .put(`${tenant.base}/files/${path}`)
      .set(bearer(tenant.admin))
      .set('content-type', 'application/octet-stream')
      .send(Buffer.from(content))
      .expect(201);

  it('go through an SSH server with a password, with a key, and with nothing that is right', async () => {
    const { name: username, password } = bastion.users.reader;
    const hop = { host: '127.0.0.1', port: bastion.port, username };
    const behind = { host: INNER_ADDRESS };
    const tunnel = (more: object) => post({ ...behind, hooks_params: { SSHTunnel: { ...hop, ...more } } });
    expect(await tunnel({ password })).toEqual([200, 'connection_ok']);
    expect(await tunnel({ pkey: key.privateKey, local_host: '0.0.0.0', local_port: 1 })).toEqual([
      200,
      'connection_ok',
    ]);
    expect(await tunnel({ password: 'wrong' })).toEqual([200, 'ssh_auth_failed']);
  });

  it('prove the server by an authority of the upload area', async () => {
    const other = await createAuthority();
    try {
      await upload('tls/ca.pem', authority.ca);
      await upload('tls/other.pem', other.ca);
      const ssl = (SSL: object) => post({ host: 'localhost', hooks_params: { SSL } });
      expect(await ssl({ ssl_mode: 'verify-full', ca_filename: 'tls/ca.pem' })).toEqual([
        200,
        'connection_ok',
      ]);
      expect(await ssl({ ssl_mode: 'VERIFY_IDENTITY', ca: authority.ca })).toEqual([200, 'connection_ok']);
      expect(await ssl({ ca_filename: 'tls/other.pem' })).toEqual([200, 'tls_untrusted']);
    } finally {
      await other.close();
    }
  });

  it('log in by a keytab of the upload area', async () => {
    const conf = `[realms]\n${kdc.realm} = {\n  kdc = 127.0.0.1:${kdc.port}\n}\n`;
    await upload('keys/reader.keytab', keytab);
    await upload('keys/none.keytab', 'no keytab');
    const kerberos = (keytab_file: string) =>
      post({
        host: SERVICE,
        port: ticketed.port,
        database: 'postgres',
        hooks_params: { Kerberos: { principal: `reader@${kdc.realm}`, keytab_file } },
      });
    expect(await kerberos('keys/reader.keytab')).toEqual([400, 'invalid_connection']);
    await upload('krb5.conf', conf);
    expect((await kerberos('keys/none.keytab'))[1]).not.toBe('connection_ok');
    expect(await kerberos('keys/reader.keytab')).toEqual([200, 'connection_ok']);
  });
});
