import { createHash } from 'node:crypto';
import type { ConnectorRegistry } from '#connector-sdk';
import { targetName } from '../checks/planned-check.js';
import type { ConnectionRow } from '../connections/connection-columns.js';

/**
 * What jobs of a connection speak to, for the limit per target: equal for the same place, and telling nothing of it,
 * since tickets of all tenants lie side by side.
 */
export function jobTarget(
  registry: ConnectorRegistry,
  { type, payload, transport }: Pick<ConnectionRow, 'type' | 'payload' | 'transport'>,
): string {
  const connector = registry.get(type);
  if (!connector) return '';
  const place = targetName({ connector, payload, transport });
  return createHash('sha256').update(place).digest('base64url');
}
