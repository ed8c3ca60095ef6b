/**
 * The name of a sealed property: its keys joined by dots, the section first, e.g.
 * `transport.ssh.jump.private_key`. A key of a free map may itself hold a dot, so inside a key `~` is
 * written `~0` and `.` is written `~1` (as RFC 6901 escapes its own separator).
 */
export function secretPath(...keys: readonly string[]): string {
  return keys.map((key) => key.replaceAll('~', '~0').replaceAll('.', '~1')).join('.');
}

/** The keys of a secret's path; `secretPath` reversed. */
export function secretPathKeys(path: string): string[] {
  return path.split('.').map((key) => key.replaceAll('~1', '.').replaceAll('~0', '~'));
}

/** True when the path lies at or below another path. */
export function isWithin(path: string, ancestor: string): boolean {
  return path === ancestor || path.startsWith(`${ancestor}.`);
}
