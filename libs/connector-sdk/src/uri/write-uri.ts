import { isIPv6 } from 'node:net';

import type { JsonObject, JsonValue } from '../json/json.js';
import { encodePart } from './percent.js';
import type { UriText } from './uri-parts.js';

/** The text of a URI; `splitUri` reversed. */
export function writeUri(text: UriText): string {
  const query = Object.entries(text.options ?? {})
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${encodePart(name)}=${encodePart(String(value))}`)
    .join('&');
  const path = text.path?.map(encodePart).join('/');
  return [
    `${text.scheme}://`,
    writeUser(text),
    writeHost(text.host ?? ''),
    text.port === undefined ? '' : `:${text.port}`,
    path === undefined || path === '' ? '' : `/${path}`,
    query === '' ? '' : `?${query}`,
  ].join('');
}

/** A field's value for a URI; what is neither text nor a number has no place in one. */
export function textOf(object: JsonObject | undefined, name: string): string | undefined {
  const value: JsonValue | undefined = object && Object.hasOwn(object, name) ? object[name] : undefined;
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value : undefined;
}

function writeUser({ username, password }: UriText): string {
  if (username === undefined) return '';
  return `${encodePart(username)}${password === undefined ? '' : `:${encodePart(password)}`}@`;
}

function writeHost(host: string): string {
  return isIPv6(host) ? `[${host}]` : encodePart(host);
}
