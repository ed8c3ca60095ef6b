import { Expected } from '../config-error.js';
import { listItems } from './scalars.js';

/** A Postgres connection URL that names its user and its database; the password may come from elsewhere. */
export function databaseUrl(text: string): string {
  const url = parsed(text);
  const isPostgres = url?.protocol === 'postgres:' || url?.protocol === 'postgresql:';
  if (isPostgres && url.username !== '' && url.pathname.length > 1) return text;
  throw new Expected('a postgres:// or postgresql:// URL with a user and a database name');
}

/** The address under which clients reach the service, without a slash at its end. */
export function publicUrl(text: string): string {
  const url = parsed(text);
  const isPlain = url !== undefined && url.username === '' && url.password === '' && !/[?#]/.test(text);
  if (isPlain && isHttp(url)) return url.href.replace(/\/+$/, '');
  throw new Expected('an http:// or https:// URL without user, query and fragment');
}

/**
 * Origins that may call from a browser (RFC 6454 section 6.2), comma separated. `*` is refused: what a browser
 * may read with a user's token is named, one by one.
 */
export function origins(text: string): readonly string[] {
  return Object.freeze(
    listItems(text).map((item) => {
      const url = parsed(item);
      if (url !== undefined && isHttp(url) && url.origin === item.toLowerCase()) return url.origin;
      throw new Expected('a comma-separated list of origins, such as https://app.example (no path, no *)');
    }),
  );
}

/** True for https, and for http to the same machine, where nobody in between can change the answer. */
export function isHttpsOrLoopback(text: string): boolean {
  const url = parsed(text);
  if (url === undefined || url.username !== '' || url.password !== '') return false;
  const isLoopback = url.hostname === 'localhost' || url.hostname === '127.0.0.1' || url.hostname === '[::1]';
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback);
}

function isHttp(url: URL): boolean {
  return url.protocol === 'http:' || url.protocol === 'https:';
}

function parsed(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}
