import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

/** Headers that an answer of the same status may lack. */
const NOT_ALWAYS_THERE = new Set(['Link', 'Retry-After', 'Idempotency-Replayed']);

/** What of the document the tests read. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, OpenApiOperation>>;
  readonly components: Record<string, Record<string, unknown>>;
  readonly tags: readonly { readonly name: string }[];
}

export interface OpenApiOperation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly parameters: readonly { name?: string; in?: string; $ref?: string }[];
  readonly requestBody?: { content: Record<string, MediaType> };
  readonly responses: Record<string, OpenApiResponse | { $ref: string }>;
  readonly security?: readonly object[];
}

interface OpenApiResponse {
  readonly headers: Record<string, { $ref: string }>;
  readonly content: Record<string, MediaType>;
}

interface MediaType {
  readonly schema: object;
  readonly example?: unknown;
  readonly examples?: Record<string, { value: unknown }>;
}

/** An answer as supertest has it. */
interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: unknown;
  readonly headers: Record<string, string>;
}

const DOCUMENT_ID = 'https://patchbay.test/openapi';

/** Holds real bodies and answers against the document. */
export class OpenApiContract {
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true });

  constructor(readonly document: OpenApiDocument) {
    (formats as unknown as (ajv: Ajv2020) => void)(this.ajv);
    this.ajv.addSchema({ ...document, $id: DOCUMENT_ID });
  }

  operations(): { method: string; path: string; operation: OpenApiOperation }[] {
    return Object.entries(this.document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
    );
  }

  /** The rules of a schema of the components that a value breaks. */
  broken(schema: string, value: unknown): string[] {
    return this.brokenRules({ $ref: `#/components/schemas/${schema}` }, value);
  }

  /** The rules of any schema of the document that a value breaks. */
  brokenRules(schema: object, value: unknown): string[] {
    const absolute = JSON.parse(JSON.stringify(schema).replaceAll('"#/', `"${DOCUMENT_ID}#/`)) as object;
    const validate = this.ajv.compile(absolute);
    if (validate(value)) return [];
    return (validate.errors ?? []).map((error: ErrorObject) => `${error.instancePath} ${error.message}`);
  }

  /** What of an answer is not as the document says of this operation. */
  faults(operationId: string, answer: Answer): string[] {
    const found = this.operations().find(({ operation }) => operation.operationId === operationId);
    const declared = found?.operation.responses[answer.status];
    if (!declared) return [`${operationId} declares no ${answer.status}`];
    const response = this.resolve(declared);
    const media = response.content[answer.type];
    if (!media) return [`${operationId} ${answer.status} declares no ${answer.type}`];
    const missing = Object.keys(response.headers)
      .filter((name) => !NOT_ALWAYS_THERE.has(name))
      .filter((name) => answer.headers[name.toLowerCase()] === undefined)
      .map((name) => `${operationId} ${answer.status} lacks ${name}`);
    return [...missing, ...this.brokenRules(media.schema, answer.body)];
  }

  private resolve(declared: OpenApiResponse | { $ref: string }): OpenApiResponse {
    if (!('$ref' in declared)) return declared;
    return this.document.components['responses']![declared.$ref.split('/').at(-1)!] as OpenApiResponse;
  }
}
