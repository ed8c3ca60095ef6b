/** Host and port as a request names them; the host is not checked yet. */
export interface Authority {
  readonly host: string;
  readonly port: number;
}

/**
 * Reads `host:port` (RFC 3986 section 3.2, without user information).
 *
 * @param defaultPort where the port may be left out
 * @returns undefined unless the text is one
 */
export function parseAuthority(text: string, defaultPort?: number): Authority | undefined {
  const [, host, portText] = /^(\[[^\]@]+\]|[^:@[\]]+)(?::(\d{1,5}))?$/.exec(text) ?? [];
  const port = portText === undefined ? defaultPort : Number(portText);
  if (host === undefined || port === undefined || port < 1 || port > 65_535) return undefined;
  return { host, port };
}

/** An absolute-form target of a plain HTTP request (RFC 9112 section 3.2.2), its path as it was sent. */
export function parseAbsoluteForm(text: string): (Authority & { readonly path: string }) | undefined {
  const [, authorityText = '', path = ''] = /^http:\/\/([^/?#]+)([^#]*)/i.exec(text) ?? [];
  const authority = parseAuthority(authorityText, 80);
  if (authority === undefined) return undefined;
  return { ...authority, path: path.startsWith('/') ? path : `/${path}` };
}
