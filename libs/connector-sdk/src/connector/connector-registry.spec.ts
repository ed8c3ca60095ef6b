import type { Connector } from './connector.js';
import { ConnectorRegistry } from './connector-registry.js';
import { defineConnector } from './define-connector.js';
import { fieldClassOf } from './field-class.js';

class Empty {}

function connectorOf(type: string): Connector {
  return defineConnector({
    type,
    title: type,
    family: 'embedded',
    payload: Empty,
    credentials: ['NONE'],
    transports: [],
    tlsDefault: 'prefer',
    dbType: null,
    capabilities: { tables: true, views: true, schemas: true, sql: true, files: false },
    examples: [{ name: 'Empty', payload: {}, credential: { type: 'NONE', payload: {} } }],
  });
}

describe('the registry', () => {
  it('lists by type, in order', () => {
    const registry = new ConnectorRegistry([connectorOf('B'), connectorOf('C'), connectorOf('A')]);
    expect(registry.types()).toEqual(['A', 'B', 'C']);
    expect(registry.get('B')?.title).toBe('B');
    expect(registry.get('toString')).toBeUndefined();
  });

  it('refuses two connectors of one type', () => {
    expect(() => new ConnectorRegistry([connectorOf('A'), connectorOf('A')])).toThrow('Two connectors');
  });

  it('knows only connectors that defineConnector made', () => {
    const copy = { ...connectorOf('A') };
    expect(() => fieldClassOf(copy, 'payload')).toThrow('defineConnector');
  });

  it('takes a payload without fields', () => {
    expect(connectorOf('A').validatePayload({})).toEqual([]);
    expect(connectorOf('A').validatePayload({ x: 1 })).toHaveLength(1);
    expect(connectorOf('A').validatePayload(undefined)).toEqual([
      expect.objectContaining({ rule: 'required' }),
    ]);
  });
});
