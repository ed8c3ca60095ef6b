import { type TestApp, startTestApp, unique } from '../support/app.js';
import { LOCAL_CHECKS } from '../support/checks.js';
import { databaseClient, sampleUri, tablesOf } from '../support/database-connections.js';
import { fileClient } from '../support/files.js';
import { type MariaDb, startMariaDb } from '../support/servers/mariadb.js';
import { createSshKey, type SshKey } from '../support/servers/ssh-keys.js';
import { type Sshd, startSshd } from '../support/servers/sshd.js';
import { type SampleDatabase, startSampleDatabase } from '../../apps/api/src/sample/sample-database.js';
import type { RunningWorker } from '../../apps/worker/src/worker.js';
import { createTenant } from '../support/tenant.js';
import { startTestWorker } from '../support/worker.js';

type User = 'reader' | 'careful';

const TOKEN = expect.stringMatching(/^pbc1_[\w-]{22}$/) as string;
const PASSPHRASE = 'a phrase – with "ü"';
/** All that has a meaning in a URI. */
const PASSWORD = 'p@:/?#%&=+ \'"ü😀';
const SETUP = `
  create database shop;
  create table shop.items (id bigint not null primary key, name varchar(40));
  create user reader;
  set password for reader = password('${PASSWORD.replaceAll("'", "''")}');
  grant select on shop.* to reader;
`;

describe('database connections, against real servers', () => {
  let test: TestApp;
  let worker: RunningWorker;
  let sample: SampleDatabase;
  let bastion: Sshd<User>;
  let key: SshKey;
  let locked: SshKey;
  let mariaDb: MariaDb;

  beforeAll(async () => {
    const hostKey = await createSshKey();
    [key, locked] = await Promise.all([createSshKey(), createSshKey('rsa', PASSPHRASE)]);
    const keys = [key, locked];
    sample = await startSampleDatabase();
    bastion = await startSshd<User>({
      hostKeys: [hostKey],
      settings: ['AllowTcpForwarding local'],
      users: { reader: { keys }, careful: { keys, rules: ['AuthenticationMethods publickey,password'] } },
    });
    mariaDb = await startMariaDb();
    await mariaDb.run(SETUP);
    test = await startTestApp({ checks: LOCAL_CHECKS });
    worker = await startTestWorker();
  }, 120_000);
  afterAll(async () => {
    await worker?.stop();
    await test?.close();
    await Promise.all([bastion?.close(), mariaDb?.close(), sample?.stop()]);
  });

  const client = async () => databaseClient({ test }, (await createTenant(test)).admin);
  const ssh = (user: User, more: object = {}) => ({
    host: '127.0.0.1',
    port: bastion.port,
    username: bastion.users[user].name,
    ...more,
  });
  /** The page's second and third example. */
  const example = (ssh_settings: object, more: object = {}) => ({
    alias: 'my_db_alias',
    use_ssh: true,
    connection_uri: sampleUri(sample, { scheme: 'postgresql+psycopg2' }),
    ssh_settings,
    ...more,
  });

  it('go through a bastion with a password, and are found by it again', async () => {
    const api = await client();
    const settings = ssh('reader', { password: bastion.users.reader.password, private_key_password: '' });
    const made = await api
      .post('/database-connections', example(settings, { llm_api_key: 'api_key' }))
      .expect(201);
    expect(made.body).toMatchObject({
      alias: 'my_db_alias',
      dialect: 'postgresql',
      use_ssh: true,
      connection_uri: TOKEN,
      llm_api_key: TOKEN,
      ssh_settings: {
        host: '127.0.0.1',
        username: settings.username,
        port: bastion.port,
        password: TOKEN,
        private_key_password: null,
        private_key: null,
      },
    });
    // A worker goes there with the host key that the create saw first.
    expect(await tablesOf(api, (made.body as { id: string }).id)).toHaveLength(3);
    const path = `/database-connections/${made.body.id}`;
    expect((await api.put(path, made.body).expect(200)).body).toEqual(made.body);
  });

  it('go through one with a key, with a key that has a passphrase, and with key and password', async () => {
    const api = await client();
    const { password } = bastion.users.careful;
    for (const settings of [
      ssh('reader', { private_key: key.privateKey }),
      ssh('reader', { private_key: locked.privateKey, private_key_password: PASSPHRASE }),
      ssh('careful', { private_key: key.privateKey, password }),
    ]) {
      const body = example(settings, { alias: unique('ssh') });
      const made = await api.post('/database-connections', body).expect(201);
      expect(made.body.ssh_settings).toMatchObject({ private_key: TOKEN });
      expect(made.text).not.toContain('PRIVATE KEY');
    }
  });

  it('take the key out of the file that the path names', async () => {
    const tenant = await createTenant(test);
    const api = databaseClient({ test }, tenant.admin);
    await fileClient(test, tenant).put('keys/id_rsa', locked.privateKey).expect(201);
    const path_to_credentials_file = 'keys/id_rsa';
    const settings = ssh('reader', { private_key_password: PASSPHRASE });
    const made = await api
      .post('/database-connections', example(settings, { path_to_credentials_file }))
      .expect(201);
    expect(made.body).toMatchObject({
      path_to_credentials_file,
      ssh_settings: { private_key: TOKEN, private_key_password: TOKEN, password: null },
    });
    // As a client of the page sends it back: it knows no private_key.
    const { private_key: _, ...known } = made.body.ssh_settings as Record<string, unknown>;
    const path = `/database-connections/${made.body.id}`;
    const again = await api.put(path, { ...made.body, ssh_settings: known }).expect(200);
    expect(again.body).toEqual(made.body);
  });

  it('say that it was the bastion which refused, and keep what is stored', async () => {
    const api = await client();
    const wrong = example(ssh('reader', { password: 'c4n4ry' }));
    const refused = await api.post('/database-connections', wrong).expect(400);
    expect(refused.body).toMatchObject({
      error_code: 'ssh_invalid_database_connection',
      message: 'Unable to connect to db: my_db_alias',
      detail: { alias: 'my_db_alias', use_ssh: true },
    });
    expect(refused.text).not.toMatch(/c4n4ry|transport\./);
    const right = example(ssh('reader', { password: bastion.users.reader.password }));
    const made = await api.post('/database-connections', right).expect(201);
    const path = `/database-connections/${made.body.id}`;
    const other = { ...made.body, ssh_settings: { ...made.body.ssh_settings, password: 'c4n4ry' } };
    await api.put(path, other).expect(400);
    const elsewhere = { ...made.body, ssh_settings: { ...made.body.ssh_settings, host: 'localhost' } };
    const moved = await api.put(path, elsewhere).expect(400);
    expect(moved.body).toMatchObject({
      error_code: 'secret_reentry_required',
      description: expect.stringMatching(
        /ssh_settings\.password must be sent again.*connection_uri must be sent again/,
      ) as string,
    });
    expect((await api.get(path).expect(200)).body).toEqual(made.body);
    const straight = { ...made.body, use_ssh: false, connection_uri: right.connection_uri };
    expect((await api.put(path, straight).expect(200)).body).toMatchObject({
      use_ssh: false,
      ssh_settings: null,
    });
  });

  it.each(['mysql+pymysql', 'mariadb+mysqlconnector'])('reach MariaDB by %s', async (scheme) => {
    const api = await client();
    const login = ['reader', PASSWORD].map(encodeURIComponent).join(':');
    const made = await api
      .post('/database-connections', {
        alias: 'shop',
        connection_uri: `${scheme}://${login}@127.0.0.1:${mariaDb.port}/shop`,
      })
      .expect(201);
    expect(made.body).toMatchObject({ dialect: scheme.split('+')[0], schemas: null });
    const [items] = await tablesOf(api, (made.body as { id: string }).id, 1);
    expect(items).toMatchObject({ table_name: 'items', status: 'NOT_SCANNED' });
    const echoed = await api.put(`/database-connections/${made.body.id}`, made.body).expect(200);
    expect(echoed.body).toEqual(made.body);
  });
});
