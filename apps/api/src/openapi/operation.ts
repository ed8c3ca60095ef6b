import type { JsonObject, JsonSchema } from '#connector-sdk';
import { arrayOf, schemaRef } from './schemas/object-schema.js';

/** What a route answers when all goes well. */
export interface Answer {
  readonly description: string;
  readonly contentType: string;
  readonly schema: JsonSchema;
  /** Also offered as server-sent events. */
  readonly streams?: true;
  /** Names of headers beside `X-Request-Id`, from the document's components. */
  readonly headers: readonly string[];
}

/** What the document says of one route; all that follows from its path and its permission is added. */
export interface OperationDescription {
  /** Unique; the variant beneath a project is called `<id>InProject`. */
  readonly id: string;
  readonly summary: string;
  readonly description?: string;
  readonly query?: readonly string[];
  /** Takes `If-Match`. */
  readonly conditional?: true;
  readonly body?: {
    readonly schema: string;
    /** `application/json` unless it says otherwise. */
    readonly contentType?: string;
    readonly optional?: true;
    readonly examples?: JsonObject;
  };
  /** 200 unless it says otherwise. */
  readonly status?: 201 | 202;
  readonly answer: Answer;
  /** What 201 answers, where what was there before is answered by 200. */
  readonly created?: Answer;
  /** What 202 answers, where work can go on after the answer. */
  readonly accepted?: Answer;
  /** When 304 is answered. */
  readonly notModified?: string;
  /** Codes of 404 that do not follow from the path. */
  readonly missing?: readonly string[];
  /** Codes of 409. */
  readonly conflicts?: readonly string[];
  /** Answers 503 and no other error: a route that anybody may call. */
  readonly canBeUnavailable?: true;
  readonly security?: readonly JsonObject[];
  /** Errors have the shape of OAuth 2. */
  readonly oauthErrors?: true;
  /** What differs beneath a project. */
  readonly inProject?: Partial<OperationDescription>;
}

/** A description for each handler of a controller: one too few or too many does not compile. */
export type Operations<Controller> = Readonly<Record<HandlerOf<Controller>, OperationDescription>>;

type HandlerOf<Controller> = {
  [Name in keyof Controller]: Controller[Name] extends (...values: never[]) => unknown ? Name : never;
}[keyof Controller] &
  string;

const JSON_TYPE = 'application/json';

/** Answers one object. */
export const one = (schema: string, headers: readonly string[] = []): Answer => ({
  description: 'Done.',
  contentType: JSON_TYPE,
  schema: schemaRef(schema),
  headers,
});

/** Answers one object with a version. */
export const versioned = (schema: string): Answer => one(schema, ['ETag']);

/** Answers a whole list. */
export const list = (schema: string): Answer => ({ ...one(schema), schema: arrayOf(schemaRef(schema)) });

/** Answers one page of a list. */
export const page = (schema: string): Answer => ({ ...list(schema), headers: ['Link'] });
