import fc from 'fast-check';

import {
  canonicalJson,
  type Connector,
  credentialType,
  joinSecrets,
  type JsonObject,
  mergeSection,
  splitTransport,
} from '#connector-sdk';

import { loadConnectors } from './index.js';

const CONNECTORS = (await loadConnectors()).list().map((connector) => [connector.type, connector] as const);

const TRANSPORTS = {
  ssh: {
    host: 'bastion.example.com',
    username: 'tunnel',
    private_key: 'example-key',
    private_key_passphrase: 'example',
    jump: { host: 'outer.example.com', username: 'tunnel', password: 'example' },
  },
  tls: { mode: 'require', server_name: 'other.example.com' },
  kerberos: { service_name: 'hive', kdc: 'kdc.example.com', realm: 'EXAMPLE.COM' },
};

function transportOf(connector: Connector): JsonObject {
  return Object.fromEntries(connector.transports.map((name) => [name, TRANSPORTS[name]]));
}

describe.each(CONNECTORS)('%s', (_type, connector) => {
  it('has examples that are valid, with credentials that it takes', () => {
    for (const { payload, credential } of connector.examples) {
      expect(connector.validatePayload(payload)).toEqual([]);
      expect(connector.acceptedCredentials(payload)).toContain(credential.type);
      expect(credentialType(credential.type)?.validate(credential.payload, connector)).toEqual([]);
    }
  });

  it('declares credential types that exist, and accepts no other', () => {
    expect(connector.credentialTypes.length).toBeGreaterThan(0);
    for (const type of connector.credentialTypes) expect(credentialType(type)?.type).toBe(type);
    for (const { payload } of connector.examples) {
      expect(connector.credentialTypes).toEqual(
        expect.arrayContaining([...connector.acceptedCredentials(payload)]),
      );
    }
  });

  it('names an unknown field, once, and never its value', () => {
    const payload = { ...connector.examples[0]?.payload, foo: 'the-value' };
    const errors = connector.validatePayload(payload);
    expect(errors).toEqual([
      { path: 'payload.foo', rule: 'unknown', message: 'payload.foo is not a known field.' },
    ]);
  });

  it('names each required field exactly once when it is missing or null', () => {
    const [example] = connector.examples;
    for (const { name, required } of connector.form) {
      if (!required) continue;
      const { [name]: _removed, ...rest } = example?.payload ?? {};
      for (const payload of [rest, { ...rest, [name]: null }]) {
        expect(connector.validatePayload(payload)).toEqual([
          expect.objectContaining({ path: `payload.${name}`, rule: 'required' }),
        ]);
      }
    }
  });

  it.each([null, 1, 'text', true, [], [{}]])('answers one error at the payload when it is %j', (value) => {
    expect(connector.validatePayload(value)).toEqual([
      { path: 'payload', rule: 'type', message: 'payload must be an object.' },
    ]);
  });

  it('takes any JSON without throwing, and echoes no value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const canary = { bucket: { nested: 'c4n4ry' }, host: 'c4n4ry /', bad: 'c4n4ry' };
        expect(JSON.stringify(connector.validatePayload(canary))).not.toContain('c4n4ry');
        connector.validatePayload(value);
        connector.validateTransport(value);
        connector.validateTransport({ ssh: value, tls: value, kerberos: value });
      }),
      { numRuns: 50 },
    );
  });

  it('refuses the transports that it does not take, by name', () => {
    for (const name of ['ssh', 'tls', 'kerberos'] as const) {
      const errors = connector.validateTransport({ [name]: TRANSPORTS[name] });
      const refused = [expect.objectContaining({ path: `transport.${name}`, rule: 'transport' })];
      expect(errors).toEqual(connector.transports.includes(name) ? [] : refused);
    }
  });

  it('splits and joins without a loss, and keeps what it answers free of secrets', () => {
    for (const { payload } of connector.examples) {
      const { open, secrets } = connector.splitPayload(payload);
      expect(joinSecrets(open, secrets, 'payload')).toEqual(payload);
      for (const secret of Object.values(secrets)) expect(JSON.stringify(open)).not.toContain(secret);
    }
  });

  it('sees no change when its answer is sent back', () => {
    const transport = splitTransport(transportOf(connector));
    const payload = connector.splitPayload(connector.examples.at(-1)?.payload ?? {});
    for (const [kind, { open, secrets }] of Object.entries({ transport, payload })) {
      const stored = Object.keys({ ...transport.secrets, ...payload.secrets });
      const merged = mergeSection(kind as 'payload' | 'transport', open, stored, open, connector);
      expect(canonicalJson(merged.open)).toBe(canonicalJson(open));
      expect(merged).toMatchObject({ removedSecrets: [], newSecrets: {} });
      expect([...merged.keptSecrets].sort()).toEqual(Object.keys(secrets).sort());
    }
  });

  it('gives every secret a destination, the same for open and full values', () => {
    const transport = transportOf(connector);
    for (const { payload } of connector.examples) {
      const split = [connector.splitPayload(payload), splitTransport(transport)] as const;
      const paths = split.flatMap(({ secrets }) => Object.keys(secrets));
      const full = connector.secretDestinations(payload, transport);
      expect([...full.keys()].sort()).toEqual(['credential', ...paths].sort());
      const open = connector.secretDestinations(split[0].open, split[1].open, paths);
      expect(Object.fromEntries(open)).toEqual(Object.fromEntries(full));
    }
  });

  it('changes the credential’s destination with every destination field of its payload', () => {
    const fields = connector.destinationFields.filter(
      (path) => path.startsWith('payload.') && !path.includes('[]'),
    );
    const payload = connector.examples[0]?.payload ?? {};
    const before = connector.secretDestinations(payload, null).get('credential');
    for (const path of fields) {
      const changed = { ...payload, [path.slice('payload.'.length)]: 'another-value' };
      const after = connector.secretDestinations(changed, null).get('credential');
      expect(after?.fingerprint).not.toBe(before?.fingerprint);
    }
  });

  it('does not take a default that is written down for a change', () => {
    const payload = connector.examples[0]?.payload ?? {};
    const defaults = Object.fromEntries(
      connector.form.flatMap((hint) => (hint.default === undefined ? [] : [[hint.name, hint.default]])),
    );
    const spelled = connector.secretDestinations(
      { ...defaults, ...payload },
      { tls: { mode: connector.tlsDefault } },
    );
    expect(spelled.get('credential')).toEqual(connector.secretDestinations(payload, null).get('credential'));
  });

  it('cannot be changed by those who use it', () => {
    expect(() => Object.assign(connector, { type: 'X' })).toThrow(TypeError);
    expect(() => Object.assign(connector.payloadSchema['properties'] ?? {}, { x: {} })).toThrow(TypeError);
  });
});
