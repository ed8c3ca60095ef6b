import type { FieldClass } from '../fields/field-spec.js';
import { Transport } from '../transport/transport.js';
import type { Connector } from './connector.js';

const PAYLOAD_CLASSES = new WeakMap<Connector, FieldClass>();

/** Remembers the payload class that a connector was defined with. */
export function recordPayloadClass(connector: Connector, payloadClass: FieldClass): void {
  PAYLOAD_CLASSES.set(connector, payloadClass);
}

/**
 * The class that describes one section of a connector's connections.
 *
 * @throws Error for a connector that `defineConnector` did not make
 */
export function fieldClassOf(connector: Connector, section: 'payload' | 'transport'): FieldClass {
  if (section === 'transport') return Transport;
  const payloadClass = PAYLOAD_CLASSES.get(connector);
  if (!payloadClass) throw new Error(`${connector.type} was not made by defineConnector.`);
  return payloadClass;
}
