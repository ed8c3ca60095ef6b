import { fieldsOf } from '../fields/field-metadata.js';
import type { FieldClass } from '../fields/field-spec.js';
import { entryOf } from '../fields/named-list.js';
import { isJsonObject, type JsonObject, ownValue } from '../json/json.js';
import { isWithin, secretPathKeys } from '../secrets/secret-path.js';
import { splitSection } from '../secrets/split-section.js';
import { Kerberos } from '../transport/kerberos.js';
import { SshHop } from '../transport/ssh.js';
import { Tls } from '../transport/tls.js';
import { TLS_MODES, type TlsMode } from '../transport/tls-modes.js';
import { splitTransport } from '../transport/transport.js';
import type { Destination } from './destination.js';
import { destinationFields } from './destination-fields.js';
import { makeDestination } from './make-destination.js';

/** The TLS mode of the source does not act on the way to an SSH server, nor to what a list names. */
const OWN_RANK = TLS_MODES.indexOf('verify-full');

/** What `secretDestinations` must know of the connector. */
export interface DestinationSource {
  readonly payloadClass: FieldClass;
  readonly tlsDefault: TlsMode;
}

/** Where each secret of a connection would travel; see `Connector.secretDestinations`. */
export function secretDestinations(
  source: DestinationSource,
  payload: JsonObject,
  transport: JsonObject | null,
  secretPaths: readonly string[],
): ReadonlyMap<string, Destination> {
  const way = transport ?? {};
  const paths = new Set([
    ...Object.keys(splitSection(source.payloadClass, payload, 'payload').secrets),
    ...Object.keys(splitTransport(way).secrets),
    ...secretPaths,
  ]);
  const target = targetDestination(source, payload, way);
  const destinations = new Map([['credential', target]]);
  for (const path of paths) {
    const destination = isWithin(path, 'transport')
      ? wayDestination(path, way, target)
      : payloadDestination(source.payloadClass, path, payload, target);
    if (destination) destinations.set(path, destination);
  }
  return destinations;
}

/** A sealed property travels to the source, unless an entry of a list holds it: that has a place of its own. */
function payloadDestination(
  payloadClass: FieldClass,
  path: string,
  payload: JsonObject,
  target: Destination,
): Destination | undefined {
  const [, field = '', name = ''] = secretPathKeys(path);
  const items = fieldsOf(payloadClass).find((spec) => spec.name === field)?.items;
  if (!items) return target;
  const entry = entryOf(ownValue(payload, field), name);
  return entry && makeDestination({ [field]: destinationFields(items, entry) }, OWN_RANK);
}

function wayDestination(path: string, way: JsonObject, target: Destination): Destination | undefined {
  const ssh = member(way, 'ssh');
  if (isWithin(path, 'transport.ssh')) {
    const hop = isWithin(path, 'transport.ssh.jump') ? ssh && member(ssh, 'jump') : ssh;
    return hop && makeDestination({ ssh: hopFields(hop) }, OWN_RANK);
  }
  return isWithin(path, 'transport.tls') && !member(way, 'tls') ? undefined : target;
}

/** The source itself: its own fields, and all that the way to it passes through or trusts. */
function targetDestination(source: DestinationSource, payload: JsonObject, way: JsonObject): Destination {
  const own = destinationFields(source.payloadClass, payload);
  const ssh = member(way, 'ssh');
  const tls = member(way, 'tls');
  const kerberos = member(way, 'kerberos');
  const tlsFields = tls ? destinationFields(Tls, tls) : {};
  const fields = {
    payload: own,
    ...(ssh ? { ssh: hopFields(ssh) } : {}),
    ...whenAny('tls', withoutDefaultName(tlsFields, own)),
    ...whenAny('kerberos', kerberos ? destinationFields(Kerberos, kerberos) : {}),
  };
  return makeDestination(fields, tlsRank(tls, source.tlsDefault));
}

/** A hop, and the one before it, where there is one. */
function hopFields(hop: JsonObject): JsonObject {
  const jump = member(hop, 'jump');
  return {
    ...destinationFields(SshHop, hop),
    ...(jump ? { jump: destinationFields(SshHop, jump) } : {}),
  };
}

/** The server name that acts when none is given is the host: to write it down changes nothing. */
function withoutDefaultName(tls: JsonObject, payload: JsonObject): JsonObject {
  const { server_name: serverName, ...rest } = tls;
  return serverName === undefined || serverName === payload['host'] ? rest : tls;
}

function whenAny(name: string, fields: JsonObject): JsonObject {
  return Object.keys(fields).length === 0 ? {} : { [name]: fields };
}

function tlsRank(tls: JsonObject | undefined, fallback: TlsMode): number {
  const given = TLS_MODES.indexOf((tls && ownValue(tls, 'mode')) as TlsMode);
  return given >= 0 ? given : TLS_MODES.indexOf(fallback);
}

function member(object: JsonObject, name: string): JsonObject | undefined {
  const value = ownValue(object, name);
  return isJsonObject(value) ? value : undefined;
}
