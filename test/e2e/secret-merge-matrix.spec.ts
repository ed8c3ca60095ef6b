import { type Connector, type JsonObject, credentialType } from '#connector-sdk';
import { loadConnectors } from '#connectors';
import { type TestApp, startTestApp, unique } from '../support/app.js';
import { type ConnectionBody, fullConnection, memberAt, withMember } from '../support/full-connection.js';
import { WHOLE_PRODUCTS } from '../support/layer.js';
import { nativeClient } from '../support/native-client.js';
import { secretPathsOf } from '../support/secret-paths.js';
import { type StoredSecrets, storedSecrets } from '../support/stored-secrets.js';
import { createTenant } from '../support/tenant.js';

const INPUTS = ['absent', 'same', 'changed', 'null', 'mask'] as const;
type Input = (typeof INPUTS)[number];

/** `kept`: nothing happens at all. The words after `refused` are the rule that the answer names. */
type Outcome = 'kept' | 'stored' | 'cleared' | 'refused: required' | 'refused: mask';

/** A credential's payload replaces the stored one; `payload` and `transport` merge. */
const EXPECTED: Record<string, Record<Input, Outcome>> = {
  'a required member of the credential': {
    absent: 'refused: required',
    same: 'kept',
    changed: 'stored',
    null: 'refused: required',
    mask: 'refused: mask',
  },
  'an optional member of the credential': {
    absent: 'cleared',
    same: 'kept',
    changed: 'stored',
    null: 'cleared',
    mask: 'refused: mask',
  },
  'a required property': {
    absent: 'kept',
    same: 'kept',
    changed: 'stored',
    null: 'refused: required',
    mask: 'refused: mask',
  },
  'an optional property': {
    absent: 'kept',
    same: 'kept',
    changed: 'stored',
    null: 'cleared',
    mask: 'refused: mask',
  },
};

/** Every secret that a registered type can have. A new one needs a row. */
const KINDS: Record<string, keyof typeof EXPECTED> = {
  'SIMPLE.password': 'a required member of the credential',
  'AWS.secret_key': 'a required member of the credential',
  'AWS.session_token': 'an optional member of the credential',
  'GCP.private_key': 'a required member of the credential',
  'TOKEN.token': 'a required member of the credential',
  'AZURE_SAS.sas_key': 'a required member of the credential',
  'AZURE_KEY.account_key': 'a required member of the credential',
  'HMAC.secret': 'a required member of the credential',
  'KEY_PAIR.private_key': 'a required member of the credential',
  'KEY_PAIR.private_key_passphrase': 'an optional member of the credential',
  'KERBEROS.keytab': 'a required member of the credential',
  'GENERIC_MAP.password': 'an optional member of the credential',
  'payload.connection_properties.sslPassword': 'an optional property',
  'transport.ssh.password': 'an optional property',
  'transport.ssh.private_key': 'an optional property',
  'transport.ssh.private_key_passphrase': 'an optional property',
  'transport.ssh.jump.password': 'an optional property',
  'transport.ssh.jump.private_key': 'an optional property',
  'transport.ssh.jump.private_key_passphrase': 'an optional property',
  'transport.tls.key': 'a required property',
};

/** Another way to the same proof: a payload has one of the two. */
const ALTERNATIVES = ['KERBEROS.password'];

interface SecretCase {
  /** As in {@link KINDS}. */
  readonly row: string;
  /** Where it is in a body. */
  readonly path: string;
  readonly body: ConnectionBody;
}

const STORED = 'stored-secret';
const VALUES: Record<Input, unknown> = {
  absent: undefined,
  same: STORED,
  changed: 'changed-secret',
  null: null,
  mask: '********',
};

const CONNECTORS = (await loadConnectors()).list();
const CASES = CONNECTORS.flatMap((connector) =>
  [...credentialCases(connector), ...propertyCases(connector)].map(
    (one) => [connector.type, one.row, one] as const,
  ),
);

/** In a sample: every input for the first secret of each kind, and one in turn for the first type that has another. */
function inputsOf(one: SecretCase): readonly Input[] {
  if (WHOLE_PRODUCTS) return INPUTS;
  const index = CASES.findIndex(([, , each]) => each === one);
  if (CASES.findIndex(([, row]) => KINDS[row] === KINDS[one.row]) === index) return INPUTS;
  return [INPUTS[index % INPUTS.length]!];
}

/** Types that have the same secret merge it alike. */
const SAMPLE = CASES.filter(
  ([, row], index) => WHOLE_PRODUCTS || CASES.findIndex(([, other]) => other === row) === index,
);

function credentialCases(connector: Connector): SecretCase[] {
  return connector.credentialTypes.flatMap((name) => {
    const type = credentialType(name)!;
    const payload = connector.examples
      .map((example) => example.payload)
      .find((candidate) => connector.acceptedCredentials(candidate).includes(name));
    const fields = type.secretFields === 'all' ? ['password'] : type.secretFields;
    const used = fields.filter((field) => !ALTERNATIVES.includes(`${name}.${field}`));
    const secrets = Object.fromEntries(used.map((field) => [field, STORED]));
    const credential = { type: name, payload: { ...type.example, ...secrets } };
    return used.map((field) => ({
      row: `${name}.${field}`,
      path: `credential.payload.${field}`,
      body: { name: unique('c'), type: connector.type, payload: payload!, credential },
    }));
  });
}

function propertyCases(connector: Connector): SecretCase[] {
  const body = fullConnection(connector, unique('c'));
  const paths = secretPathsOf(connector, body).filter((path) => path !== 'credential');
  const stored = paths.reduce<JsonObject>(
    (sum, path) => withMember(sum, path, STORED),
    body as unknown as JsonObject,
  ) as unknown as ConnectionBody;
  return paths.map((path) => ({ row: path, path, body: stored }));
}

/** A PUT that says one thing of one secret and nothing of any other. */
function patchOf({ path, body }: SecretCase, input: Input): JsonObject {
  const whole = body as unknown as JsonObject;
  if (path.startsWith('credential.')) {
    return { credential: withMember(whole, path, VALUES[input])['credential']! };
  }
  const [section = '', block = ''] = path.split('.');
  const secrets = Object.keys(KINDS).filter((row) => row.startsWith(`${section}.${block}.`));
  const open = secrets.reduce(
    (sum, secret) => (memberAt(whole, secret) === undefined ? sum : withMember(sum, secret, undefined)),
    whole,
  );
  const patch = { [section]: { [block]: memberAt(open, `${section}.${block}`) as JsonObject } };
  return input === 'absent' ? patch : withMember(patch, path, VALUES[input]);
}

describe('what an update does with a secret', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await startTestApp();
  });
  afterAll(() => test.close());

  it('is written down for every secret of the registry', () => {
    const known = new Set(CASES.map(([, row]) => row));
    expect([...known].filter((row) => KINDS[row] === undefined)).toEqual([]);
  });

  describe.each(SAMPLE)('%s %s', (_type, row, one) => {
    it.each(inputsOf(one).map((input) => [input, EXPECTED[KINDS[row]!]![input]] as const))(
      '%s: %s',
      async (input, expected) => {
        const tenant = await createTenant(test);
        const api = nativeClient(test, tenant);
        const made = await api.post('/connections', one.body).expect(201);
        const id = made.body.id as number;
        const before = await storedSecrets(test, tenant.slug, id);
        const answer = await api.put(`/connections/${id}`, patchOf(one, input));
        const after = await storedSecrets(test, tenant.slug, id);

        if (expected.startsWith('refused')) {
          expect(answer.status).toBe(422);
          expect(answer.body.errors).toEqual([
            expect.objectContaining({ path: one.path, rule: expected.slice('refused: '.length) }),
          ]);
          expect(after).toEqual(before);
          return;
        }
        expect(answer.status).toBe(200);
        expect(answer.body.version).toBe(expected === 'kept' ? 1 : 2);
        if (expected === 'kept') expect(answer.body.updated_at).toBe(made.body.updated_at);
        expect(after).toEqual(expected === 'kept' ? before : changed(before, one.path, input, expected));
        expect(JSON.stringify([made.body, answer.body])).not.toMatch(/stored-secret|changed-secret/);
      },
    );
  });

  function changed(before: StoredSecrets, path: string, input: Input, expected: Outcome): StoredSecrets {
    const value = expected === 'cleared' ? undefined : VALUES[input];
    if (path.startsWith('credential.payload.')) {
      const field = path.slice('credential.payload.'.length);
      return { ...before, credential: withMember(before.credential!, field, value) };
    }
    const { [path]: _, ...others } = before.properties;
    const properties = value === undefined ? others : { ...others, [path]: value as string };
    return { ...before, properties };
  }

  it('keeps the credential when the body does not name it', async () => {
    const tenant = await createTenant(test);
    const api = nativeClient(test, tenant);
    for (const connector of CONNECTORS) {
      const made = await api.post('/connections', fullConnection(connector, unique('c'))).expect(201);
      const before = await storedSecrets(test, tenant.slug, made.body.id as number);
      await api.put(`/connections/${made.body.id}`, { name: unique('renamed') }).expect(200);
      expect(await storedSecrets(test, tenant.slug, made.body.id as number)).toEqual(before);
    }
  });

  it.each([
    [{ credential: null }, 'credential', 'object'],
    [{ credential: { type: 'SIMPLE' } }, 'credential.payload', 'required'],
    [{ credential: { type: 'SIMPLE', payload: null } }, 'credential.payload', 'type'],
    [{ credential: { payload: { username: 'u', password: 'p' } } }, 'credential.type', 'required'],
    [{ credential: {} }, 'credential.type', 'required'],
  ])('refuses %j', async (patch, path, rule) => {
    const tenant = await createTenant(test);
    const api = nativeClient(test, tenant);
    const redshift = CONNECTORS.find((connector) => connector.type === 'REDSHIFT')!;
    const made = await api.post('/connections', fullConnection(redshift, unique('c'))).expect(201);
    const answer = await api.put(`/connections/${made.body.id}`, patch).expect(422);
    expect(answer.body.errors).toEqual([expect.objectContaining({ path, rule })]);
  });

  it('does not let the last proof of a tunnel go', async () => {
    const tenant = await createTenant(test);
    const api = nativeClient(test, tenant);
    const redshift = CONNECTORS.find((connector) => connector.type === 'REDSHIFT')!;
    const ssh = { host: 'bastion.example.com', username: 'tunnel', password: STORED };
    const body = { ...fullConnection(redshift, unique('c')), transport: { ssh } };
    const made = await api.post('/connections', body).expect(201);
    const patch = { transport: { ssh: { ...ssh, password: null } } };
    const answer = await api.put(`/connections/${made.body.id}`, patch).expect(422);
    expect(answer.body.errors).toEqual([
      expect.objectContaining({ path: 'transport.ssh.password', rule: 'required' }),
    ]);
  });

  it('renews a key under the next version, also after it was removed, and never an old one', async () => {
    const tenant = await createTenant(test);
    const api = nativeClient(test, tenant);
    const jdbc = CONNECTORS.find((connector) => connector.type === 'GENERIC_JDBC')!;
    const made = await api.post('/connections', fullConnection(jdbc, unique('c'))).expect(201);
    const one = `/connections/${made.body.id}`;
    for (const sslPassword of ['second', null, 'fourth']) {
      await api.put(one, { payload: { connection_properties: { size: '1', sslPassword } } }).expect(200);
    }
    const { properties } = await storedSecrets(test, tenant.slug, made.body.id as number);
    expect(properties['payload.connection_properties.sslPassword']).toBe('fourth');
  });
});
