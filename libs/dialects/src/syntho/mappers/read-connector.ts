import { type ConnectorRegistry, isJsonObject, type JsonObject } from '#connector-sdk';
import type { FieldError } from '#platform/errors';
import { readAzureAccount } from './azure-account.js';
import { SYNTHO_CONNECTORS, type SynthoConnector, synthoConnector } from './connector-table.js';
import type { GivenProperties } from './property.js';
import { hooksOf, readHooks, type WishedFile } from './read-hooks.js';
import { SYNTHO_HOOKS } from './hook-table.js';
import { readProperties } from './read-properties.js';

/** A body of the contract, in native words but for the files that it names. */
export interface ReadConnector {
  readonly connector: SynthoConnector;
  readonly native: NativeBody;
  readonly files: readonly WishedFile[];
}

export interface NativeBody {
  readonly type: string;
  readonly payload: JsonObject;
  readonly transport: JsonObject | null;
  readonly credential: { readonly type: string; readonly payload: JsonObject };
  readonly schemas?: readonly string[];
}

/** Reads a body; every broken rule at once, by the names of the contract. */
export function readConnector(
  body: JsonObject,
  registry: ConnectorRegistry,
): { read: ReadConnector } | { errors: FieldError[] } {
  const name = body['connector_type'];
  const connector = typeof name === 'string' ? synthoConnector(name) : undefined;
  if (!connector) {
    const names = Object.keys(SYNTHO_CONNECTORS).join(', ');
    const message = `connector_type must be one of ${names}.`;
    return { errors: [{ path: 'connector_type', rule: 'one_of', message }] };
  }
  const errors: FieldError[] = [];
  const given = readProperties(connector.properties, body, errors);
  const hooks = readHooks(body['hooks_params'], errors);
  const native = registry.get(connector.type)!;
  refuseHooks(hooks.transport, native.transports, errors);
  refuseProtocol(given, native.uri?.schemes ?? [], errors);
  refuseSource(connector, body['is_source'], errors);
  const { payload, credential } = connector.account
    ? readAzureAccount(given, errors)
    : placed(connector, given);
  if (errors.length > 0) return { errors };
  const { kerberosPrincipal, transport, files } = hooks;
  return {
    read: {
      connector,
      files,
      native: {
        type: connector.type,
        payload,
        transport: Object.keys(transport).length > 0 ? transport : null,
        credential:
          kerberosPrincipal === null
            ? credential
            : { type: 'KERBEROS', payload: { principal: kerberosPrincipal } },
        ...(given['schema_name'] ? { schemas: [String(given['schema_name'])] } : {}),
      },
    },
  };
}

function placed({ credential, places, properties }: SynthoConnector, given: GivenProperties) {
  const sections: Record<string, Record<string, GivenProperties[string]>> = { payload: {}, credential: {} };
  for (const [member, place] of Object.entries(places)) {
    const [section = '', name = ''] = place.split('.');
    const value = given[member];
    // What need not be there may be empty as well, and means the same.
    if (value !== undefined && (value !== '' || properties[member]!.required))
      sections[section]![name] = value;
  }
  return {
    payload: sections['payload'] as JsonObject,
    credential: { type: credential, payload: sections['credential'] as JsonObject },
  };
}

function refuseHooks(transport: JsonObject, known: readonly string[], errors: FieldError[]): void {
  const possible = hooksOf(known);
  for (const [name, hook] of Object.entries(SYNTHO_HOOKS)) {
    if (!isJsonObject(transport[hook.transport]) || possible.includes(name as never)) continue;
    const path = `hooks_params.${name}`;
    errors.push({ path, rule: 'unsupported', message: `${path} does nothing for this connector.` });
  }
}

/** The driver is ours, so that a protocol chooses none; one of another engine is a mistake. */
function refuseProtocol(given: GivenProperties, schemes: readonly string[], errors: FieldError[]): void {
  const { protocol } = given;
  if (protocol === undefined || protocol === '' || schemes.includes(String(protocol))) return;
  const message = `protocol must be one of ${schemes.join(', ')}.`;
  errors.push({ path: 'protocol', rule: 'one_of', message });
}

function refuseSource({ destinationOnly }: SynthoConnector, isSource: unknown, errors: FieldError[]): void {
  const path = 'is_source';
  if (isSource === undefined || isSource === null) return;
  if (typeof isSource !== 'boolean') {
    errors.push({ path, rule: 'boolean', message: 'is_source must be true, false or null.' });
  } else if (isSource && destinationOnly) {
    errors.push({
      path,
      rule: 'unsupported',
      message: 'This connector is no source: data is written there.',
    });
  }
}
