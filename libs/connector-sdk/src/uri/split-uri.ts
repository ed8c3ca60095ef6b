import { SINGLE_LINE } from '../formats/characters.js';
import { PORT } from '../formats/host.js';
import { decodePart } from './percent.js';
import { UriError } from './uri-error.js';
import { UriOptions } from './uri-options.js';
import type { UriParts } from './uri-parts.js';

/** UTF-16 code units; tokens in URIs can be long. */
const MAX_LENGTH = 32_768;
const PRINTABLE = new RegExp(SINGLE_LINE, 'u');
const SCHEME = /^([A-Za-z][A-Za-z0-9+._-]{0,63}):\/\//;
const ENDS_WITH_PORT = new RegExp(`\\]$|:${PORT}?$`);

/**
 * Takes a connection URI apart and decodes each part on its own.
 *
 * @remarks Punctuation in a password should be percent-encoded (RFC 3986 section 3.2.1). As many people do
 * not, `/`, `?`, `#` and `@` in it are taken as long as the URI can be read in one way only; where the
 * password could end up at another host, it is refused.
 * @throws UriError
 */
export function splitUri(uri: string): UriParts {
  if (uri.length > MAX_LENGTH) {
    throw new UriError('length', 'URI', `The URI must have at most ${MAX_LENGTH} characters.`);
  }
  if (!PRINTABLE.test(uri)) {
    throw new UriError('characters', 'URI', 'The URI must not contain control characters.');
  }
  const [start = '', scheme = ''] = SCHEME.exec(uri) ?? [];
  if (scheme === '') throw new UriError('scheme', 'scheme', 'The URI must begin with a scheme and ://.');
  const rest = uri.slice(start.length);
  const authorityEnd = endOfAuthority(rest);
  const authority = rest.slice(0, authorityEnd);
  const at = authority.lastIndexOf('@');
  const { path, query } = splitTail(rest.slice(authorityEnd), { path: authority === '', query: at < 0 });
  return {
    scheme: scheme.toLowerCase(),
    ...(at < 0 ? {} : splitUser(authority.slice(0, at))),
    authority: authority.slice(at + 1),
    path,
    options: UriOptions.of(query),
  };
}

/** The scheme alone, in lower case; undefined where there is none. */
export function schemeOf(uri: string): string | undefined {
  return SCHEME.exec(uri.slice(0, 80))?.[1]?.toLowerCase();
}

/** Where host and port end, with the user before them. */
function endOfAuthority(rest: string): number {
  const end = endFrom(rest, 0);
  const at = rest.indexOf('@');
  if (at < 0) return end;
  if (at < end) return endFrom(rest, at);
  // A slash or question mark before the first @: part of a password, unless what is before it is no login.
  const before = rest.slice(0, end);
  if (!before.includes(':')) return end;
  if (ENDS_WITH_PORT.test(before)) throw ambiguous();
  return endFrom(rest, at);
}

function endFrom(rest: string, from: number): number {
  const found = rest.slice(from).search(/[/?#]/);
  return found < 0 ? rest.length : from + found;
}

function splitUser(user: string): Pick<UriParts, 'username' | 'password'> {
  const colon = user.indexOf(':');
  if (colon < 0) return { username: decodePart(user, 'user') };
  return {
    username: decodePart(user.slice(0, colon), 'user'),
    password: decodePart(user.slice(colon + 1), 'password'),
  };
}

/**
 * @param mayHoldAt - where an `@` as it stands cannot be the one before the host
 */
function splitTail(
  tail: string,
  mayHoldAt: { readonly path: boolean; readonly query: boolean },
): { path: string; query: string } {
  if (tail.includes('#')) {
    throw new UriError('fragment', 'URI', 'The URI must not have a fragment; # is written %23.');
  }
  const question = tail.indexOf('?');
  const path = (question < 0 ? tail : tail.slice(0, question)).replace(/^\//, '');
  const query = question < 0 ? '' : tail.slice(question + 1);
  if ((!mayHoldAt.path && path.includes('@')) || (!mayHoldAt.query && query.includes('@'))) throw ambiguous();
  return { path, query };
}

function ambiguous(): UriError {
  const message =
    'The URI can be read in two ways: write @ as %40 and / as %2F where they are no punctuation.';
  return new UriError('ambiguous', 'URI', message);
}
