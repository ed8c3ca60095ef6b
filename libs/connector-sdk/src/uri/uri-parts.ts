import type { UriOptions } from './uri-options.js';

/** A connection URI taken apart: `scheme://username:password@authority/path?options`. */
export interface UriParts {
  /** Lower case, with the driver where it names one: `postgresql+psycopg2`. */
  readonly scheme: string;
  /** Decoded; absent without user information. */
  readonly username?: string;
  /** Decoded; absent without a colon, which is not the same as empty. */
  readonly password?: string;
  /** Host and port as they stand. */
  readonly authority: string;
  /** Behind the first slash, as it stands. */
  readonly path: string;
  /** Decoded, one by one. */
  readonly options: UriOptions;
}

/** What a URI is written from; everything decoded. */
export interface UriText {
  readonly scheme: string;
  readonly username?: string;
  readonly password?: string;
  /** A name or an address; an IPv6 address without brackets. */
  readonly host?: string;
  readonly port?: string | number;
  readonly path?: readonly string[];
  readonly options?: Readonly<Record<string, string | number | undefined>>;
}
