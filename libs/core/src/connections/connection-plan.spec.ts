import {
  ConnectorRegistry,
  type JsonObject,
  ObjectName,
  Secret,
  ServerHost,
  ServerPort,
  TextMap,
  defineConnector,
} from '#connector-sdk';
import type { DomainError } from '#platform/errors';
import { type StoredConnection, planUpdate } from './connection-plan.js';
import type { ConnectionView } from './connection-view.js';

class Payload {
  @ServerHost({ required: true })
  host!: string;

  @ServerPort(5432)
  port?: number | string;

  @Secret({ label: 'Licence', characters: 'line' })
  licence?: string;

  @TextMap({ label: 'Properties' })
  properties?: Record<string, string>;
}

class OtherPayload {
  @ObjectName({ label: 'Account', required: true })
  account!: string;
}

const common = {
  title: 'Sample',
  family: 'jdbc',
  credentials: ['SIMPLE'],
  tlsDefault: 'prefer',
  dbType: null,
  capabilities: { tables: true, views: true, schemas: true, sql: true, files: false },
  examples: [{ name: 'S', payload: { host: 'h' }, credential: { type: 'NONE', payload: {} } }],
} as const;
const REGISTRY = new ConnectorRegistry([
  defineConnector({ ...common, type: 'SAMPLE', payload: Payload, transports: ['ssh', 'tls'] }),
  defineConnector({ ...common, type: 'OTHER', payload: OtherPayload, transports: [] }),
]);

const SSH = { host: 'bastion', username: 'u' };
const VIEW: ConnectionView = {
  id: 7,
  project_id: 3,
  name: 'Mine',
  scope: 'PROJECT',
  created_by: 'a@b.test',
  created_at: '2025-05-23T11:03:01.000Z',
  type: 'SAMPLE',
  payload: { host: 'h', port: '5433', properties: { size: '1' } },
  db_type: null,
  transport: { ssh: SSH },
  lease_policy: { mode: 'scope' },
  credential_id: 9,
  updated_by: 'a@b.test',
  updated_at: '2025-05-23T11:03:01.000Z',
  version: 1,
  last_check: null,
  include_tables: null,
  exclude_tables: null,
  exclude_all_tables: false,
  schemas: null,
  discovery_schedule: null,
  check_schedule: null,
  health: null,
  indexing_status: 'UNKNOWN',
  indexing_status_last_updated: '2024-01-01T00:00:00.000Z',
};
const SECRETS = {
  'payload.licence': 'l',
  'payload.properties.token': 't',
  'transport.ssh.password': 'p',
};
const STORED: StoredConnection = { view: VIEW, secrets: SECRETS };

const plan = (body: JsonObject, stored = STORED) => planUpdate(stored, body, REGISTRY);

function broken(body: JsonObject, stored = STORED): string[] {
  try {
    plan(body, stored);
  } catch (error) {
    return (error as DomainError).details.errors!.map(({ path, rule }) => `${path} ${rule}`);
  }
  return [];
}

describe('a plan that changes nothing', () => {
  it.each([
    ['of nothing', {}],
    ['of the answer itself', VIEW as unknown as JsonObject],
    ['of empty sections', { payload: {}, transport: {} }],
    ['of the same secrets', { payload: { licence: 'l', properties: { size: '1', token: 't' } } }],
    ['of the same way', { transport: { ssh: { ...SSH, password: 'p' } } }],
    ['of the name with white space', { name: ' Mine\t' }],
    ['of its own type', { type: 'SAMPLE' }],
  ])('%s', (_, body) => {
    const { changed, payload, transport, full } = plan(body);
    expect(changed).toBe(false);
    expect(payload).toEqual(VIEW.payload);
    expect(transport).toEqual(VIEW.transport);
    expect(full).toEqual({
      payload: { host: 'h', port: '5433', licence: 'l', properties: { size: '1', token: 't' } },
      transport: { ssh: { ...SSH, password: 'p' } },
    });
  });
});

describe('a plan that changes something', () => {
  it.each([
    ['the name', { name: 'mine' }],
    ['how a value is written', { payload: { port: 5433 } }],
    ['a secret', { payload: { licence: 'other' } }],
    ['a secret that goes', { payload: { licence: null } }],
    ['a secret more', { payload: { properties: { size: '1', apiKey: 'k' } } }],
    ['a secret for another', { payload: { properties: { size: '1', token: null, apiKey: 't' } } }],
    ['a section that goes', { transport: null }],
    ['a block that goes', { transport: { ssh: null } }],
  ])('%s', (_, body) => {
    expect(plan(body).changed).toBe(true);
  });

  it('tells secrets that stay from those that came', () => {
    const { kept, brought, full } = plan({
      payload: { properties: { token: 'new', other: '2' } },
      transport: { ssh: { ...SSH, username: 'v' } },
    });
    expect([...kept].sort()).toEqual(['payload.licence', 'transport.ssh.password']);
    expect(brought).toEqual({ 'payload.properties.token': 'new' });
    expect(full.payload['properties']).toEqual({ other: '2', token: 'new' });
    expect(full.transport).toEqual({ ssh: { ...SSH, username: 'v', password: 'p' } });
  });

  it('keeps nothing of a transport that goes, or of one that was not there', () => {
    expect(plan({ transport: null })).toMatchObject({
      transport: null,
      full: { transport: null },
      kept: ['payload.licence', 'payload.properties.token'],
    });
    const straight = { view: { ...VIEW, transport: null }, secrets: {} };
    const made = plan({ transport: { ssh: { ...SSH, password: 'new' } } }, straight);
    expect(made.transport).toEqual({ ssh: SSH });
    expect(made.brought).toEqual({ 'transport.ssh.password': 'new' });
  });

  it('leaves the credential unread', () => {
    expect(plan({}).credential).toBeUndefined();
    expect(plan({ credential: null }).credential).toBeNull();
    expect(plan({ credential: 'x' })).toMatchObject({ credential: 'x', changed: false });
  });
});

describe('a plan that is refused', () => {
  it.each([
    [{ nmae: 'x', resolved_from: 'GLOBAL' }, ['nmae unknown', 'resolved_from unknown']],
    [{ id: '7' }, ['id read_only']],
    [{ db_type: 'X', version: 2 }, ['db_type read_only', 'version read_only']],
    [{ name: null, payload: 7, transport: [] }, ['name required', 'payload object', 'transport object']],
    [{ type: null }, ['type string']],
    [{ type: 7 }, ['type string', 'type required']],
    [{ type: 'NOPE' }, ['type one_of']],
    [{ payload: { host: null } }, ['payload.host required']],
    [{ payload: { host: '/tmp' } }, ['payload.host format']],
    [{ payload: { licence: '***' } }, ['payload.licence mask']],
    [{ payload: { licence: 7 } }, ['payload.licence type']],
    [{ payload: { properties: 'x' } }, ['payload.properties type']],
    [{ transport: { ssh: { ...SSH, password: null } } }, ['transport.ssh.password required']],
    [{ transport: { kerberos: {} } }, ['transport.kerberos transport']],
    [{ type: 'OTHER' }, ['payload type_change', 'credential type_change']],
    [{ type: 'OTHER', payload: { account: 'a' }, credential: null }, ['credential type_change']],
    [
      { type: 'OTHER', payload: { host: 'h' }, credential: {} },
      ['payload.account required', 'payload.host unknown'],
    ],
    [{ type: 'OTHER', payload: { account: 'a' }, credential: {} }, ['transport.ssh transport']],
  ])('%j: %j', (body, expected) => {
    expect(broken(body as JsonObject).sort()).toEqual([...expected].sort());
  });

  it('speaks of no value', () => {
    try {
      plan({ payload: { host: 'offending host', licence: '***', size: 'offending size' } });
    } catch (error) {
      expect(JSON.stringify((error as DomainError).details)).not.toContain('offending');
    }
    expect.assertions(1);
  });
});

describe('another type', () => {
  it('starts from its own payload, without the former secrets', () => {
    const body = { type: 'OTHER', payload: { account: 'a' }, credential: {}, transport: null };
    const made = plan(body);
    expect(made.connector.type).toBe('OTHER');
    expect(made).toMatchObject({ payload: { account: 'a' }, transport: null, kept: [], changed: true });
    expect(made.full.payload).toEqual({ account: 'a' });
  });
});
