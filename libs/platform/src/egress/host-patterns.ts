import { readHost } from './host.js';

/** A name, an address, or with a leading dot every name beneath it; in the form that {@link readHost} returns. */
export type HostPattern = string;

/**
 * @throws EgressError when the text is no possible host, TypeError when it is a dot and an address
 */
export function parseHostPattern(text: string): HostPattern {
  if (!text.startsWith('.')) return readHost(text).text;
  const host = readHost(text.slice(1));
  if (host.kind === 'address') throw new TypeError('An egress rule is a suffix of addresses.');
  return `.${host.text}`;
}

/** Whether the pattern covers the host, which is in the form that {@link readHost} returns. */
export function covers(pattern: HostPattern, host: string): boolean {
  return pattern.startsWith('.') ? host.endsWith(pattern) : host === pattern;
}
