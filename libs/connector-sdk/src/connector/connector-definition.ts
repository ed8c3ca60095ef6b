import type { FieldClass } from '../fields/field-spec.js';
import type { ConnectorExample, Family, TransportName } from './connector.js';

/** Credentials that depend on the payload. */
export interface CredentialsByPayload<P> {
  /** Every type that some payload makes acceptable. */
  readonly all: readonly string[];
  /** For one payload, which may be incomplete or wrong; the first is the default. */
  of(payload: Partial<P>): readonly string[];
}

/** What a connector's folder says of its type; `P` is the payload class's instance type. */
export interface ConnectorDefinition<P extends object> {
  /** The native API's word, in capitals. */
  readonly type: string;
  readonly title: string;
  readonly family: Family;
  readonly payload: FieldClass<P>;
  /** The first is the default. */
  readonly credentials: readonly string[] | CredentialsByPayload<P>;
  readonly transports: readonly TransportName[];
  /** `prefer` for engines that people run themselves, `verify-full` for cloud services. */
  readonly tlsDefault: 'prefer' | 'verify-full';
  /** The engine's name in answers; null for object stores and lake formats. */
  readonly dbType: string | null | ((payload: Partial<P>) => string | null);
  /** True when an empty password means something to the source. */
  readonly emptyPassword?: boolean;
  readonly examples: readonly [ConnectorExample, ...ConnectorExample[]];
}
