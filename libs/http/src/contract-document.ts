import type { JsonObject } from '#connector-sdk';

/** What a foreign contract says of itself in OpenAPI 3.1. */
export interface ContractDocument {
  /** Its document is `/openapi/<name>.json`. */
  readonly name: string;
  /** Also the tag of its operations. */
  readonly title: string;
  readonly description: string;
  /** Its clients write a slash at the end of each path; both are answered. */
  readonly trailingSlash?: true;
  /**
   * The whole operation of each route by its handler (`ThingsController.create`), with `operationId`,
   * `summary`, `parameters` (those of the path, too) and `responses`; the tag is added.
   */
  readonly operations: Readonly<Record<string, JsonObject>>;
  /** Referred to as `#/components/schemas/<name>`; the names must not occur in any other contract. */
  readonly schemas: Readonly<Record<string, JsonObject>>;
}

/** A contract's document, which is built when somebody first asks for it: a start does without. */
export interface ContractSource {
  /** As in the document. */
  readonly name: string;
  load(): Promise<ContractDocument>;
}
