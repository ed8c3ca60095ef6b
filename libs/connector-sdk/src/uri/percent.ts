import { UriError } from './uri-error.js';

const LONE_PERCENT = /%(?![0-9A-Fa-f]{2})/g;

/**
 * Decodes one part of a URI (RFC 3986 section 2.1). A percent sign that begins no escape stands for itself,
 * as the drivers' own parsers have it.
 *
 * @throws UriError `encoding` for escapes that are not UTF-8
 */
export function decodePart(text: string, part: string): string {
  try {
    return decodeURIComponent(text.replace(LONE_PERCENT, '%25'));
  } catch {
    throw new UriError('encoding', part, `The ${part} of the URI is not percent-encoded UTF-8.`);
  }
}

/** Decodes a name or value of the query, where a plus sign is a space (`application/x-www-form-urlencoded`). */
export function decodeOption(text: string, part: string): string {
  return decodePart(text.replaceAll('+', ' '), part);
}

/** Encodes one part so that nothing in it can be taken for punctuation of the URI. */
export function encodePart(text: string): string {
  return encodeURIComponent(text);
}
