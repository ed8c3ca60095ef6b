import type { LookupFunction, Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** What {@link Egress.connect} takes besides host and port. */
export interface ConnectOptions {
  /** Ends the attempt; the promise rejects with the reason of the signal. */
  readonly signal?: AbortSignal;
  /** Milliseconds for look-up and connection together; 15,000 unless given. */
  readonly timeoutMs?: number;
  /** Called once, when the name is resolved and every address is permitted. */
  readonly onResolved?: () => void;
}

/** Opens a stream to host and port in another way than TCP from here, such as a channel of an SSH connection. */
export type Dial = (host: string, port: number) => Promise<Duplex>;

/** What a proxy lets through. */
export interface ProxyTarget {
  /** A name, an address, or with a leading dot every name beneath it. */
  readonly host: string;
  /** Every port unless given. */
  readonly port?: number;
}

/** How a proxy treats its clients. */
export interface ProxyOptions {
  /** False for a driver that cannot send a proxy credential; one is demanded otherwise. */
  readonly credential?: boolean;
}

/** A listener on this machine's loopback that leads to a target; it lives as long as one probe. */
export interface LocalListener {
  readonly host: '127.0.0.1';
  readonly port: number;
  /**
   * Why the first connection through it failed: an EgressError, or the error of the socket or of the dial.
   * A driver sees no more than a closed connection or a status of the proxy.
   */
  readonly failure: Error | undefined;
  /** Stops listening and ends every connection through it. May be called again. */
  close(): Promise<void>;
}

/** A target that a client of a proxy asked for in vain. */
export interface ProxyFailure {
  /** In lower case, or the text itself where it is no possible host. For programs: not to be shown. */
  readonly host: string;
  readonly port: number;
  readonly error: Error;
}

/** An HTTP proxy: CONNECT (RFC 9110 section 9.3.6), and absolute-form requests for `http:` (RFC 9112 section 3.2.2). */
export interface LocalProxy extends LocalListener {
  /** What clients must send as Basic `Proxy-Authorization`; undefined where none is demanded. */
  readonly credential: { readonly username: string; readonly password: string } | undefined;
  /** In order; drivers that report to their vendor or follow a server elsewhere may cause some that do no harm. */
  readonly failures: readonly ProxyFailure[];
  /** `http://user:password@127.0.0.1:port`, without the credential where none is demanded. */
  readonly url: string;
}

/** Takes a single connection and passes its bytes on, for drivers that can be given nothing but an address. */
export type LocalForward = LocalListener;

/** The ways to a target that a policy permits. */
export interface Egress {
  /**
   * Resolves the name once, checks every address, and connects to a checked one.
   *
   * @throws EgressError when the policy or the name service refuses; otherwise the error of the socket with
   * its `code` (`ECONNREFUSED`, `ETIMEDOUT`, …), or the reason of the signal
   */
  connect(host: string, port: number, options?: ConnectOptions): Promise<Socket>;
  /** For agents and drivers that take a `lookup`: fails unless every address is permitted. */
  readonly lookup: LookupFunction;
  /**
   * An HTTP proxy on 127.0.0.1 that reaches the allowed targets alone.
   *
   * @param dial replaces the TCP connection; names are then resolved at the far end, and only what must
   * never be reached from behind a bastion is refused here
   */
  proxy(allowed: readonly ProxyTarget[], dial?: Dial, options?: ProxyOptions): Promise<LocalProxy>;
  /**
   * A listener on 127.0.0.1 that passes one connection on to host and port. The name is resolved and
   * checked at once; the connection is made to the checked address when the client comes.
   *
   * @throws EgressError as {@link Egress.connect}
   */
  forward(host: string, port: number, dial?: Dial): Promise<LocalForward>;
}
