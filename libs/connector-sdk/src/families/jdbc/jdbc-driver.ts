import type { CheckCode } from '../../probe/codes.js';
import type { TlsPlan } from '../../probe/tls-plan.js';

/** Properties of a JDBC driver. */
export type JdbcProperties = Readonly<Record<string, string>>;

/** How a driver encrypts; it must leave the judgement of certificates to Java's default trust manager. */
export interface JdbcTls {
  /** Encrypts, and fails with one of `refusedStates` when the server does not. */
  readonly on: (plan: TlsPlan, host: string) => JdbcProperties;
  readonly off: JdbcProperties;
  /** SQLSTATEs of a server that has no TLS. */
  readonly refusedStates: readonly string[];
}

/** One JDBC driver: all that may reach it, besides user and password. */
export interface JdbcDriver {
  readonly product: string;
  readonly className: string;
  /** What an operator has to put into the folder of drivers. */
  readonly jar: string;
  readonly port: number;
  /** `database` is a plain name; host and port are those of a listener on the loopback. */
  readonly url: (place: {
    readonly host: string;
    readonly port: number;
    readonly database: string;
  }) => string;
  /** Always given. */
  readonly fixed: JdbcProperties;
  /** Properties of a connection that may be handed on, and what their values look like. */
  readonly allowed: Readonly<Record<string, RegExp>>;
  /**
   * `first-byte` for a protocol that is TLS from its first byte, which is then made outside the driver; null for
   * a driver that was never seen to encrypt under our trust.
   */
  readonly tls: JdbcTls | 'first-byte' | null;
  /** What the driver's error numbers mean; they go before SQLSTATEs. */
  readonly numbers: Readonly<Record<number, CheckCode>>;
  /** SQLSTATEs that mean another thing here than elsewhere. */
  readonly states?: Readonly<Record<string, CheckCode>>;
  /** True where what everybody calls a schema is a catalog to JDBC. */
  readonly schemasAreCatalogs?: boolean;
}

/** The properties of a connection that its driver may see; the rest is data for whoever uses the connection. */
export function allowedProperties(
  driver: JdbcDriver,
  given: Readonly<Record<string, unknown>>,
): JdbcProperties {
  return Object.fromEntries(
    Object.entries(given).filter((entry): entry is [string, string] => {
      const [name, value] = entry;
      return (
        Object.hasOwn(driver.allowed, name) && typeof value === 'string' && driver.allowed[name]!.test(value)
      );
    }),
  );
}
