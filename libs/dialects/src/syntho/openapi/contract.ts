import type { JsonObject } from '#connector-sdk';
import type { ContractDocument } from '#http';
import { SYNTHO_SCHEMAS } from './schemas.js';

const answer = (description: string, schema: string): JsonObject => ({
  description,
  content: { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } },
});
const message = (description: string): JsonObject => answer(description, 'SynthoApplicationMessage');

const ERRORS: JsonObject = {
  400: message('The request is not valid; `details` has what is wrong by field.'),
  401: message('Nobody is known by this credential.'),
  403: message('Not permitted.'),
  429: message('Too many requests in this minute.'),
  503: message(
    'Service unavailable: there is no free place for a test in time, or the store cannot be reached.',
  ),
};
const PROJECT: JsonObject = {
  name: 'X-Patchbay-Project',
  in: 'header',
  description: 'The project to work in, by id or name, for a caller who is bound to several.',
  schema: { type: 'string' },
};

/** The Syntho contract in OpenAPI. */
export const SYNTHO_CONTRACT: ContractDocument = {
  name: 'syntho',
  title: 'Syntho',
  description: 'Tests of database connections, and what the connectors can do, by the contract of Syntho.',
  trailingSlash: true,
  operations: {
    'SynthoConnectionsController.functionalities': {
      operationId: 'synthoFunctionalities',
      summary: 'What a connector can do around writing',
      parameters: [
        {
          name: 'connector_type',
          in: 'query',
          description: 'A connector, such as `PostgreSQLConnector`; without one the list is empty.',
          schema: { type: 'string' },
        },
        PROJECT,
      ],
      responses: { 200: answer('Done.', 'SynthoFunctionalityList'), ...ERRORS },
    },
    'SynthoConnectionsController.supportedTypes': {
      operationId: 'synthoSupportedTypes',
      summary: 'The connectors, and what each of them takes',
      parameters: [PROJECT],
      responses: { 200: answer('Done.', 'SynthoSupportedTypes'), ...ERRORS },
    },
    'SynthoConnectionsController.test': {
      operationId: 'synthoTest',
      summary: 'Test a connection',
      parameters: [PROJECT],
      requestBody: {
        required: true,
        content: { 'application/json': { schema: { $ref: '#/components/schemas/SynthoCreateConnector' } } },
      },
      responses: { 200: message('The test ran; `kind` says how it went.'), ...ERRORS },
    },
  },
  schemas: SYNTHO_SCHEMAS,
};
