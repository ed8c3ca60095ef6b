import { canonicalAuthority, PORT, URI_HOST } from './host.js';
import type { TextFormat } from './text-format.js';

const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

/** An HTTP origin (RFC 6454): scheme, host, port and nothing more; one trailing slash is forgiven. */
export const ORIGIN: TextFormat = {
  pattern: `^https?://${URI_HOST}(?::${PORT})?/?$`,
  max: 300,
  means: 'an http or https origin such as https://storage.example.com:9000, without user, path or query',
  canonical: canonicalOrigin,
};

function canonicalOrigin(origin: string): string {
  const [scheme = '', authority = ''] = origin.replace(/\/$/, '').split('//');
  return `${scheme}//${canonicalAuthority(authority, DEFAULT_PORTS[scheme] ?? 443)}`;
}
