/** A connection, or a datagram, that came to an address which nobody may reach. */
export interface Arrival {
  readonly address: string;
  readonly port: number;
}

/** Addresses by name: each further look-up gets the next list, and the last one again. */
export type Zone = Readonly<Record<string, readonly (readonly string[])[]>>;

/** How the redirector sends its clients on. */
export interface Redirection {
  /** Host and port. */
  readonly to: string;
  /** Status of HTTP; 200 for an answer that names the place to ask next. */
  readonly status: number;
}

export interface Settings {
  readonly zone?: Zone;
  readonly redirection?: Redirection;
}

/** What happened since it was asked last. */
export interface Happened {
  readonly arrivals: readonly Arrival[];
  /** What the bastion was asked for, as `host:port`. */
  readonly forwarded: readonly string[];
  /** Requests that the redirector answered. */
  readonly redirected: number;
  /** Names that were looked up. */
  readonly lookups: readonly string[];
}

/** What the processes outside and inside say to each other. */
export type Command = { readonly settings?: Settings };
export type Answer =
  | { readonly kind: 'ready'; readonly hostKey: string }
  | { readonly kind: 'happened'; readonly happened: Happened };
