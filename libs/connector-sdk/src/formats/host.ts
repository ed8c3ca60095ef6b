import { isIPv6 } from 'node:net';

import type { TextFormat } from './text-format.js';

/** RFC 1123 labels; the underscore is no part of it, but names in container networks have it. */
const LABEL = '[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?';
const BYTE = '0{0,3}(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])';
const IPV4 = `${BYTE}(?:\\.${BYTE}){3}`;
/** Four numbers are an address or nothing; other numeric spellings are read as getaddrinfo reads them. */
const DNS_NAME = `(?![0-9]+(?:\\.[0-9]+){3}\\.?(?:$|[^A-Za-z0-9_.-]))${LABEL}(?:\\.${LABEL})*\\.?`;
const IPV6 = ipv6Pattern();

/** 1–65535 in decimal, without leading zeros. */
export const PORT =
  '(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])';

/** A host inside a URI: an IPv6 address stands in brackets (RFC 3986 section 3.2.2). */
export const URI_HOST = `(?:${IPV4}|${DNS_NAME}|\\[(?:${IPV6})\\])`;

/** A DNS name or an IP literal, never a path, `socket:`, user, port or zone. */
export const HOST: TextFormat = {
  pattern: `^(?:${IPV4}|${DNS_NAME}|${IPV6})$`,
  max: 253,
  means: 'a host name or an IP address, without scheme, user, port or path',
  canonical: canonicalHost,
};

/** `host[:port]`. */
export const HOST_AND_PORT: TextFormat = {
  pattern: `^${URI_HOST}(?::${PORT})?$`,
  max: 261,
  means: 'a host name or an IP address, optionally followed by a colon and a port',
};

/**
 * One spelling per host: lower case, no trailing dot, addresses as the WHATWG URL parser writes them
 * (`0x7f.1` is `127.0.0.1`, `::0:1` is `::1`).
 *
 * @param host - a name or an address, an IPv6 address with or without brackets
 */
export function canonicalHost(host: string): string {
  const bare = host.startsWith('[') ? host.slice(1, -1) : host;
  const lower = bare.toLowerCase().replace(/\.$/, '');
  const url = `http://${isIPv6(lower) ? `[${lower}]` : lower}/`;
  const parsed = URL.canParse(url) ? new URL(url).hostname : lower;
  return parsed.startsWith('[') ? parsed.slice(1, -1) : parsed;
}

/** `host:port` with the host canonical; IPv6 stays in brackets. */
export function canonicalAuthority(authority: string, defaultPort: number): string {
  const port = /:(\d+)$/.exec(authority.replace(/^\[.*\]/, ''))?.[1];
  const host = canonicalHost(port === undefined ? authority : authority.slice(0, -port.length - 1));
  return `${isIPv6(host) ? `[${host}]` : host}:${port ?? defaultPort}`;
}

function ipv6Pattern(): string {
  const group = '[0-9A-Fa-f]{1,4}';
  const decimal = '(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])';
  const quad = `${decimal}(?:\\.${decimal}){3}`;
  const forms = [`(?:${group}:){7}${group}`, `(?:${group}:){6}${quad}`, `::(?:${group}:){0,5}${quad}`];
  for (let before = 1; before <= 5; before += 1) {
    forms.push(`(?:${group}:){${before}}:(?:${group}:){0,${5 - before}}${quad}`);
  }
  for (let before = 1; before <= 6; before += 1) {
    forms.push(`(?:${group}:){${before}}(?::${group}){1,${7 - before}}`);
  }
  forms.push(`(?:${group}:){1,7}:`, `:(?::${group}){1,7}`, '::');
  return `(?:${forms.join('|')})`;
}
