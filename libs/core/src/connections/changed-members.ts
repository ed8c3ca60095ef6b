import { type JsonObject, canonicalJson } from '#connector-sdk';
import type { ConnectionVersionRow } from './connection-versions.repository.js';

/** The paths of what differs between two versions, as in bodies: `name`, `payload.host`, `transport.ssh.password`. */
export function changedMembers(before: ConnectionVersionRow, after: ConnectionVersionRow): string[] {
  const heads = (['name', 'type'] as const).filter((member) => before[member] !== after[member]);
  return [
    ...heads,
    ...(before.projectId === after.projectId ? [] : ['project_id']),
    ...differing('payload', before.payload, after.payload),
    ...differing('transport', before.transport, after.transport),
    ...differingSecrets(before.secretVersions, after.secretVersions),
    ...(sameCredential(before, after) ? [] : ['credential']),
  ];
}

function differing(section: string, before: JsonObject | null, after: JsonObject | null): string[] {
  if (before === null && after === null) return [];
  if (before === null || after === null) return [section];
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names]
    .filter((name) => canonicalJson(before[name] ?? null) !== canonicalJson(after[name] ?? null))
    .map((name) => `${section}.${name}`);
}

function differingSecrets(before: Record<string, number>, after: Record<string, number>): string[] {
  const paths = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...paths].filter((path) => before[path] !== after[path]);
}

function sameCredential(before: ConnectionVersionRow, after: ConnectionVersionRow): boolean {
  return (
    before.credentialId === after.credentialId &&
    before.credentialSecretVersion === after.credentialSecretVersion
  );
}
