import { defineConnector } from '../connector/define-connector.js';
import { Secret, Text } from '../fields/text-fields.js';
import { TextMap } from '../fields/text-map.js';
import type { JsonObject } from '../json/json.js';
import { joinSecrets } from './join-secrets.js';
import { mergeSection } from './merge-section.js';

class SamplePayload {
  @Text({ label: 'Name', required: true })
  name!: string;

  @Text({ label: 'Note' })
  note?: string;

  @Secret({ label: 'Licence', characters: 'line' })
  licence?: string;

  @TextMap({ label: 'Properties', destination: true })
  properties?: Record<string, string>;
}

const connector = defineConnector({
  type: 'SAMPLE',
  title: 'Sample',
  family: 'jdbc',
  payload: SamplePayload,
  credentials: ['NONE'],
  transports: ['ssh', 'tls'],
  tlsDefault: 'prefer',
  dbType: null,
  capabilities: { tables: true, views: true, schemas: true, sql: true, files: false },
  examples: [{ name: 'Sample', payload: { name: 'n' }, credential: { type: 'NONE', payload: {} } }],
});

const PAYLOAD: JsonObject = { name: 'n', note: 'old', properties: { size: '1' } };
const PAYLOAD_SECRETS = ['payload.licence', 'payload.properties.token', 'payload.properties.my~1key'];
const TRANSPORT: JsonObject = {
  ssh: { host: 'b', username: 'u', jump: { host: 'j', username: 'u' } },
  tls: { mode: 'require' },
};
const SSH_SECRETS = ['transport.ssh.password', 'transport.ssh.jump.password'];

describe('merging a payload', () => {
  const merge = (patch: JsonObject) => mergeSection('payload', PAYLOAD, PAYLOAD_SECRETS, patch, connector);

  it('changes what is given and keeps the rest', () => {
    expect(merge({ note: 'new' })).toEqual({
      open: { ...PAYLOAD, note: 'new' },
      keptSecrets: PAYLOAD_SECRETS,
      removedSecrets: [],
      newSecrets: {},
    });
  });

  it('removes with null, also what is required, for validation to find', () => {
    expect(merge({ note: null }).open).toEqual({ name: 'n', properties: { size: '1' } });
    const { open } = merge({ name: null });
    expect(connector.validatePayload(open)).toEqual([
      expect.objectContaining({ path: 'payload.name', rule: 'required' }),
    ]);
  });

  it('keeps an absent sealed key of a replaced map, takes a new one, removes a null one', () => {
    const merged = merge({
      properties: { size: '2', token: 'fresh', 'my.key': null, password: 'first', gone: null },
    });
    expect(merged).toEqual({
      open: { ...PAYLOAD, properties: { size: '2' } },
      keptSecrets: ['payload.licence'],
      removedSecrets: ['payload.properties.my~1key'],
      newSecrets: { 'payload.properties.token': 'fresh', 'payload.properties.password': 'first' },
    });
    expect(merge({ properties: {} }).keptSecrets).toEqual(PAYLOAD_SECRETS);
  });

  it('drops the sealed entries together with their map', () => {
    const merged = merge({ properties: null });
    expect(merged.open).toEqual({ name: 'n', note: 'old' });
    expect(merged.removedSecrets).toEqual(['payload.properties.token', 'payload.properties.my~1key']);
  });

  it('seals an entry that is stored sealed although its name no longer looks secret', () => {
    const merged = mergeSection(
      'payload',
      PAYLOAD,
      ['payload.properties.plain'],
      { properties: { plain: 'p' } },
      connector,
    );
    expect(merged.newSecrets).toEqual({ 'payload.properties.plain': 'p' });
    expect(merged.open['properties']).toEqual({});
  });

  it('replaces or removes a sealed field', () => {
    expect(merge({ licence: 'new' })).toMatchObject({
      open: PAYLOAD,
      newSecrets: { 'payload.licence': 'new' },
    });
    expect(merge({ licence: null })).toMatchObject({ open: PAYLOAD, removedSecrets: ['payload.licence'] });
  });

  it.each([5, true, ['x'], { a: 'b' }])('lets validation see %j where a secret should be', (value) => {
    const merged = merge({ licence: value, properties: { token: value } });
    const secrets = Object.fromEntries(merged.keptSecrets.map((path) => [path, 'kept']));
    const errors = connector.validatePayload(
      joinSecrets(merged.open, { ...secrets, ...merged.newSecrets }, 'payload'),
    );
    expect(errors.map((error) => error.path)).toEqual(['payload.licence', 'payload.properties.token']);
  });

  it('lets validation see unknown and dangerous keys', () => {
    const { open } = merge(JSON.parse('{"__proto__": {"x": 1}, "foo": null, "bar": 1}') as JsonObject);
    expect(connector.validatePayload(open).map((error) => error.path)).toEqual([
      'payload.__proto__',
      'payload.bar',
    ]);
  });

  it('does not touch its arguments', () => {
    const stored = Object.freeze({ ...PAYLOAD });
    const patch = Object.freeze({ note: null, properties: Object.freeze({ token: 't' }) });
    expect(() =>
      mergeSection('payload', stored, Object.freeze([...PAYLOAD_SECRETS]), patch, connector),
    ).not.toThrow();
  });
});

describe('merging a transport', () => {
  const merge = (patch: JsonObject) => mergeSection('transport', TRANSPORT, SSH_SECRETS, patch, connector);

  it('keeps the secrets of a block that is replaced', () => {
    const ssh = { host: 'b2', username: 'u', port: null, jump: { host: 'j', username: 'u' } };
    expect(merge({ ssh })).toEqual({
      open: { ...TRANSPORT, ssh: { host: 'b2', username: 'u', jump: { host: 'j', username: 'u' } } },
      keptSecrets: SSH_SECRETS,
      removedSecrets: [],
      newSecrets: {},
    });
  });

  it('drops the secrets of a hop that is gone', () => {
    const merged = merge({ ssh: { host: 'b', username: 'u', password: 'new' } });
    expect(merged.keptSecrets).toEqual([]);
    expect(merged.removedSecrets).toEqual(['transport.ssh.jump.password']);
    expect(merged.newSecrets).toEqual({ 'transport.ssh.password': 'new' });
    expect(merge({ ssh: null }).removedSecrets).toEqual(SSH_SECRETS);
    expect(merge({ ssh: 'none' }).removedSecrets).toEqual(SSH_SECRETS);
  });

  it('leaves the other section’s secrets alone', () => {
    const merged = mergeSection(
      'transport',
      TRANSPORT,
      [...PAYLOAD_SECRETS, ...SSH_SECRETS],
      { ssh: null },
      connector,
    );
    expect(merged.keptSecrets).toEqual([]);
    expect(merged.removedSecrets).toEqual(SSH_SECRETS);
  });
});
