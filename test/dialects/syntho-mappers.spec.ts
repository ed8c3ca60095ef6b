import { loadConnectors } from '#connectors';
import type { ConnectorRegistry, JsonObject } from '#connector-sdk';
import { SYNTHO_CONNECTORS } from '../../libs/dialects/src/syntho/mappers/connector-table.js';
import { synthoErrors } from '../../libs/dialects/src/syntho/mappers/native-errors.js';
import { readConnector } from '../../libs/dialects/src/syntho/mappers/read-connector.js';
import { SYNTHO_BODIES } from './syntho-bodies.js';

describe('bodies of the Syntho page', () => {
  let registry: ConnectorRegistry;
  beforeAll(async () => {
    registry = await loadConnectors();
  });

  const read = (body: JsonObject) => {
    const reading = readConnector(body, registry);
    if ('errors' in reading) throw new Error(JSON.stringify(reading.errors));
    return reading.read;
  };
  const refusal = (body: JsonObject): string[] => {
    const reading = readConnector(body, registry);
    return 'errors' in reading ? reading.errors.map(({ path }) => path).sort() : [];
  };
  const postgres = SYNTHO_BODIES['PostgreSQLConnector']!;

  it('there is one for each connector', () => {
    expect(Object.keys(SYNTHO_BODIES).sort()).toEqual(Object.keys(SYNTHO_CONNECTORS).sort());
  });

  it.each(Object.entries(SYNTHO_BODIES))('%s becomes a valid native connection', (_, body) => {
    const { native } = read(body);
    const connector = registry.get(native.type)!;
    expect(connector.validatePayload(native.payload)).toEqual([]);
    expect(connector.validateTransport(native.transport)).toEqual([]);
    expect(connector.acceptedCredentials(native.payload)).toContain(native.credential.type);
  });

  it.each(Object.entries(SYNTHO_BODIES))('%s names each member that it lacks', (name, body) => {
    const required = Object.entries(SYNTHO_CONNECTORS[name]!.properties)
      .filter(([, { required: must }]) => must)
      .map(([member]) => member);
    for (const member of required) {
      const { [member]: _, ...rest } = body;
      expect(refusal(rest)).toEqual([member]);
      expect(refusal({ ...body, [member]: null })).toEqual([member]);
      expect(refusal({ ...body, [member]: ['x'] })).toEqual([member]);
    }
  });

  it('take null and absence for the same, and pass over members that nobody knows', () => {
    const { port: _, protocol: __, ...bare } = postgres as Record<string, unknown>;
    const nulls = { ...bare, port: null, protocol: null, hooks_params: null, is_source: null, unknown: 1 };
    expect(read(nulls as JsonObject).native).toEqual(read(bare as JsonObject).native);
  });

  it.each([
    [{ connector_type: 'NoSuchConnector' }, ['connector_type']],
    [{ connector_type: 'constructor' }, ['connector_type']],
    [{ connector_type: 7 }, ['connector_type']],
    [{ port: 0 }, ['port']],
    [{ port: 65_536 }, ['port']],
    [{ port: '5432' }, ['port']],
    [{ host: '' }, ['host']],
    [{ include_views: 'yes' }, ['include_views']],
    [{ protocol: 'mysql+mysqldb' }, ['protocol']],
    [{ is_source: 'yes' }, ['is_source']],
    [{ hooks_params: 'ssh' }, ['hooks_params']],
    [{ hooks_params: { SSHTunnel: 1 } }, ['hooks_params.SSHTunnel']],
    [{ hooks_params: { SSHTunnel: {} } }, ['hooks_params.SSHTunnel.host', 'hooks_params.SSHTunnel.username']],
    [{ hooks_params: { SSHTunnel: { host: 'h', username: 'u', port: 0 } } }, ['hooks_params.SSHTunnel.port']],
    [{ hooks_params: { SSL: { ssl_mode: 'maybe' } } }, ['hooks_params.SSL.ssl_mode']],
    [{ hooks_params: { SSL: { ca: 'x', ca_filename: 'y' } } }, ['hooks_params.SSL.ca_filename']],
    [{ hooks_params: { Kerberos: { principal: 'p@R' } } }, ['hooks_params.Kerberos.keytab_file']],
  ])('with %j are refused by the names of the contract', (change, fields) => {
    expect(refusal({ ...postgres, ...change })).toEqual(fields);
  });

  it.each(['ADLSFSConnector', 'S3FSConnector'])('%s is no source', (name) => {
    expect(refusal({ ...SYNTHO_BODIES[name], is_source: true })).toEqual(['is_source']);
    expect(refusal({ ...SYNTHO_BODIES[name], is_source: false })).toEqual([]);
  });

  it('refuse a hook that does nothing for their engine', () => {
    const kerberos = { Kerberos: { principal: 'p@R', keytab_file: 'k' } };
    for (const [name, body] of Object.entries(SYNTHO_BODIES)) {
      const possible = registry.get(SYNTHO_CONNECTORS[name]!.type)!.transports.includes('kerberos');
      const fields = possible ? [] : ['hooks_params.Kerberos'];
      expect(refusal({ ...body, hooks_params: kerberos })).toEqual(fields);
    }
  });

  it.each([
    [{}, { mode: 'require' }],
    [{ ca: 'PEM' }, { mode: 'verify-ca', ca: 'PEM' }],
    [
      { ssl_mode: 'VERIFY_IDENTITY', ca: 'PEM' },
      { mode: 'verify-full', ca: 'PEM' },
    ],
    [{ ssl_mode: 'verify-full' }, { mode: 'verify-full' }],
    [{ ssl_mode: 'PREFERRED' }, { mode: 'prefer' }],
    [{ ssl_mode: 'disable', ca: '' }, { mode: 'disable' }],
    [
      { cert: 'C', key: 'K' },
      { mode: 'require', cert: 'C', key: 'K' },
    ],
  ])('read SSL %j as %j', (ssl, tls) => {
    expect(read({ ...postgres, hooks_params: { SSL: ssl } }).native.transport).toEqual({ tls });
  });

  it('read a tunnel, and leave what would listen', () => {
    const SSHTunnel = {
      host: 'bastion.example.com',
      username: 'u',
      password: 'p',
      pkey: 'PEM',
      pkey_password: 'x',
      local_host: '0.0.0.0',
      local_port: 15_432,
    };
    expect(read({ ...postgres, hooks_params: { SSHTunnel } }).native.transport).toEqual({
      ssh: {
        host: 'bastion.example.com',
        username: 'u',
        password: 'p',
        private_key: 'PEM',
        private_key_passphrase: 'x',
      },
    });
  });

  it('read Kerberos as a credential in the place of user and password', () => {
    const Kerberos = { principal: 'reader@EXAMPLE.COM', keytab_file: 'keys/reader.keytab' };
    const { native, files } = read({ ...postgres, hooks_params: { Kerberos } });
    expect(native.credential).toEqual({ type: 'KERBEROS', payload: { principal: 'reader@EXAMPLE.COM' } });
    expect(files).toEqual([
      {
        field: 'hooks_params.Kerberos.keytab_file',
        path: 'keys/reader.keytab',
        place: 'credential.payload.keytab',
        as: 'base64',
      },
    ]);
  });

  it('hear of native rules by their own names', () => {
    const { connector } = read(SYNTHO_BODIES['OracleConnector']!);
    const rule = (path: string) => ({ path, rule: 'format', message: `${path} must be better.` });
    const paths = [
      'payload.service_name',
      'credential.payload.password',
      'transport.ssh.private_key',
      'transport.ssh.unheard_of',
      'payload',
    ];
    expect(synthoErrors(connector, paths.map(rule))).toEqual([
      { path: 'database', rule: 'format', message: 'database must be better.' },
      { path: 'password', rule: 'format', message: 'password must be better.' },
      {
        path: 'hooks_params.SSHTunnel.pkey',
        rule: 'format',
        message: 'hooks_params.SSHTunnel.pkey must be better.',
      },
      {
        path: 'hooks_params.SSHTunnel',
        rule: 'format',
        message: 'hooks_params.SSHTunnel must be better.',
      },
      { path: 'connector_type', rule: 'format', message: 'connector_type must be better.' },
    ]);
  });
});
