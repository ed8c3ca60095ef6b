import type { FieldClass } from '../fields/field-spec.js';
import type { CheckCode } from '../probe/codes.js';
import type { UriDefinition } from '../uri/connection-uri.js';
import type { Capabilities } from './capabilities.js';
import type { ConnectorExample, Family, FileSignature, TransportName } from './connector.js';
import type { Functionality } from './functionality.js';

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
  /** What to try, by code of a failed check, where the usual hint says less than one can know of this source. */
  readonly hints?: Partial<Record<CheckCode, string>>;
  readonly capabilities: Capabilities;
  /** Ways of writing that consumers may rely on; none when absent. */
  readonly functionalities?: readonly Functionality[];
  /** Absent where connections of this type have no URI. */
  readonly uri?: UriDefinition;
  /** What a file begins with that holds a whole database of this type. */
  readonly databaseFile?: FileSignature;
  readonly examples: readonly [ConnectorExample, ...ConnectorExample[]];
}
