import type { Connector, ConnectorRegistry } from '#connector-sdk';
import { SYNTHO_CONNECTORS, type SynthoConnector } from './connector-table.js';
import { HOOK_NAMES, SYNTHO_HOOKS } from './hook-table.js';
import type { PropertyDefinition, PropertyTable } from './property.js';
import { hooksOf } from './read-hooks.js';

export interface SupportedProperty {
  readonly type: string;
  readonly default: string | number | boolean | null;
  readonly values: readonly string[] | null;
}

type Properties = Readonly<Record<string, SupportedProperty>>;

/** What can be connected, what can be written to, and the ways in between. */
export interface SupportedTypes {
  readonly connectors: Readonly<Record<string, Properties>>;
  readonly write_connectors: Readonly<Record<string, Properties>>;
  readonly hooks: Readonly<Record<string, Properties>>;
}

/** The closed table, with what the registry knows of each type: its URI schemes, ports and transports. */
export function supportedTypes(registry: ConnectorRegistry): SupportedTypes {
  const all = Object.entries(SYNTHO_CONNECTORS).map(
    ([name, connector]) => [name, connector, propertiesOf(connector, registry.get(connector.type)!)] as const,
  );
  const named = (chosen: typeof all) =>
    Object.fromEntries(chosen.map(([name, , properties]) => [name, properties]));
  return {
    connectors: named(all.filter(([, connector]) => !connector.destinationOnly)),
    write_connectors: named(all),
    hooks: Object.fromEntries(HOOK_NAMES.map((name) => [name, shown(SYNTHO_HOOKS[name].properties)])),
  };
}

function propertiesOf({ properties, places }: SynthoConnector, connector: Connector): Properties {
  const schemes = connector.uri?.schemes ?? [];
  return {
    ...shown(properties),
    ...(properties['protocol'] ? { protocol: property(properties['protocol'], schemes) } : {}),
    ...(places['port'] ? { port: { ...property(properties['port']!), default: portOf(connector) } } : {}),
    hooks_params: { type: 'object', default: null, values: hooksOf(connector.transports) },
    is_source: { type: 'boolean', default: null, values: null },
  };
}

function shown(table: PropertyTable): Properties {
  return Object.fromEntries(Object.entries(table).map(([name, definition]) => [name, property(definition)]));
}

function property(definition: PropertyDefinition, values = definition.values): SupportedProperty {
  return { type: definition.type, default: definition.default ?? null, values: values ?? null };
}

function portOf(connector: Connector): number {
  return connector.form.find(({ name }) => name === 'port')!.default as number;
}
