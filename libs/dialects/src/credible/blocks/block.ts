import type { JsonObject } from '#connector-sdk';
import type { FieldError } from '#platform/errors';

/** Where a field of a block has its value: under a key of the payload, or of the credential. */
export type Place = { readonly payload: string } | { readonly credential: string; readonly of?: string };

/** One field of a block of the Credible page. */
export interface BlockField {
  readonly name: string;
  readonly kind: 'text' | 'integer' | 'list';
  /** True for what is never answered. */
  readonly secret?: true;
  /** Absent for a field that the block reads and writes by itself. */
  readonly at?: Place;
  /** The page's words for what the field means. */
  readonly description?: string;
}

/** A credential in our terms; of a stored one the open members alone. */
export interface Login {
  readonly type: string;
  readonly payload: JsonObject;
}

/** What a block says, in our terms. */
export interface Source {
  readonly payload: JsonObject;
  /** Null where the source is asked without one. */
  readonly credential: Login | null;
  /** What our types have no place for, and what is answered again. */
  readonly open?: JsonObject;
  /** The same for secrets, which are kept and not answered; null removes. */
  readonly sealed?: Readonly<Record<string, string | null>>;
}

/** Which secrets there will be: those that a request brings, and those that are stored and stay. */
export interface Secrets {
  readonly brought: ReadonlySet<string>;
  readonly held: ReadonlySet<string>;
  /** The stored connection, which a change is laid over; absent for a new one. */
  readonly before?: StoredSource;
}

/** A stored source, without its secrets. */
export type StoredSource = Pick<Source, 'payload' | 'credential'>;

/** A block whose fields are said in one way, with what else they said. */
export interface TidyBlock {
  readonly block: JsonObject;
  readonly transport?: JsonObject;
  readonly schemas?: readonly string[];
}

/** One `<type>Connection` block: its fields, and what they mean in our terms. */
export interface Block {
  readonly fields: readonly BlockField[];
  /** What some clients send in place of fields; `tidy` puts it where it belongs. */
  readonly aliases?: readonly string[];
  /** Says in one way what may be said in several; null removes. @returns what is wrong, if anything */
  tidy?(block: JsonObject, path: string): TidyBlock | FieldError[];
  /** What is wrong by rules that our types do not have. */
  check?(block: JsonObject, path: string, secrets: Secrets): FieldError[];
  /** The type of the credential; null for none. */
  credentialType(secrets: Secrets): string | null;
  /** True when a credential comes as a whole, so that nothing of the stored one stays beside it. */
  readonly wholeCredential?: true;
  /** Adds to what the fields with a place say. */
  read?(source: Source, block: JsonObject, secrets: Secrets): Source;
  /** Adds to what the fields with a place show; null where the block has no words for the source. */
  write?(block: JsonObject, source: Source): JsonObject | null;
  /** The page's name of what our path in a list of the block means; undefined for any other path. */
  nameOf?(path: string, block: JsonObject): string | undefined;
  /** The types of credentials that the block has words for. */
  readonly logins: readonly (string | null)[];
}
