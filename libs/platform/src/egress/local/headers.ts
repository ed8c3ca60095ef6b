/** Between two neighbours, not for the next one (RFC 9110 section 7.6.1), and what is meant for the proxy. */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'upgrade',
]);

/** Node's flat list of names and values, as pairs. */
function pairs(raw: readonly string[]): [string, string][] {
  return raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1] ?? '']] : []));
}

/**
 * The headers that a proxy passes on, in their order and spelling. Transfer-Encoding stays: the body is
 * passed on with the same framing.
 *
 * @param raw names and values in turn
 * @param host replaces the Host header of a request (RFC 9112 section 3.2.2)
 */
export function passedOn(raw: readonly string[], host?: string): string[] {
  const all = pairs(raw);
  const named = all
    .filter(([name]) => name.toLowerCase() === 'connection')
    .flatMap(([, value]) => value.toLowerCase().split(/\s*,\s*/));
  const dropped = new Set([...HOP_BY_HOP, ...named, ...(host === undefined ? [] : ['host'])]);
  const kept = all.filter(([name]) => !dropped.has(name.toLowerCase())).flat();
  return host === undefined ? kept : ['Host', host, ...kept];
}
