import type { JsonObject } from '../json/json.js';
import type { UriError } from './uri-error.js';
import type { UriParts, UriText } from './uri-parts.js';

/** A connection in our terms, as a URI can say it. */
export interface UriConnection {
  readonly payload: JsonObject;
  /** Null where the URI holds none: the credential comes by another way, or the source wants none. */
  readonly credential: { readonly type: string; readonly payload: JsonObject } | null;
  /** Present when the URI says something about TLS. */
  readonly transport?: JsonObject;
  /** The schemas that the URI narrows the connection to; absent means the engine's default. */
  readonly schemas?: readonly string[];
}

/** What a URI was found to mean. The URI itself is no part of it, and is kept nowhere. */
export interface ParsedUri extends UriConnection {
  /** The connector's type. */
  readonly type: string;
  /** The scheme's first half, as clients of this kind of URI call the engine: `postgresql`, `mssql`. */
  readonly dialect: string;
}

/** What a connector's folder says of its URIs. */
export interface UriDefinition {
  /** Dialect by scheme. Of the schemes of one dialect the first is the one that is written. */
  readonly schemes: Readonly<Record<string, string>>;
  /** For schemes that two connectors share: whether this URI is the connector's. */
  claims?(parts: UriParts): boolean;
  /** Options that are dropped because they change neither where the connection goes nor what it may do. */
  readonly harmless?: readonly string[];
  /** @throws UriError; what it answers is validated afterwards, and options that it did not take are refused */
  read(parts: UriParts): UriConnection;
  /** What it cannot say it leaves out: `format` notices. */
  write(connection: UriConnection): Omit<UriText, 'scheme'> & { readonly scheme?: string };
}

/** A connector's way with URIs. */
export interface ConnectionUri {
  /** In lower case. */
  readonly schemes: readonly string[];
  /** True when the URI is this connector's, though it may be wrong in its details. Never throws. */
  claims(uri: string): boolean;
  /** Never throws, whatever the text. */
  parse(uri: string): ParsedUri | UriError;
  /**
   * The URI that `parse` would take for this connection.
   *
   * @param connection - valid; its `dialect` chooses the scheme
   * @throws UriError `inexpressible` when a URI cannot say all of it
   */
  format(connection: UriConnection & { readonly dialect?: string }): string;
}
