import type { JsonObject } from '#connector-sdk';
import { SYNTHO_CONNECTORS } from '../mappers/connector-table.js';
import { HOOK_NAMES, SYNTHO_HOOKS } from '../mappers/hook-table.js';
import type { PropertyDefinition, PropertyTable } from '../mappers/property.js';

const nullable = (schema: JsonObject): JsonObject => ({ anyOf: [schema, { type: 'null' }] });
const listOf = (items: JsonObject): JsonObject => ({ type: 'array', items });
const ref = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` });
const mapOf = (values: JsonObject): JsonObject => ({ type: 'object', additionalProperties: values });
const ofWords = (...words: string[]): JsonObject => ({ type: 'string', enum: words });

/** A member as the table defines it. */
function propertySchema({ type, required, filled, range, default: value }: PropertyDefinition): JsonObject {
  const schema: JsonObject = {
    type,
    ...(filled ? { minLength: 1 } : {}),
    ...(range ? { minimum: range[0], maximum: range[1] } : {}),
  };
  return required ? schema : { ...nullable(schema), default: value ?? null };
}

function properties(table: PropertyTable): JsonObject {
  return Object.fromEntries(Object.entries(table).map(([name, member]) => [name, propertySchema(member)]));
}

const schemaName = (connector: string): string => `SynthoCreate${connector}`;
const hookSchemaName = (hook: string): string => `SynthoCreate${hook}Hook`;

function connectorSchemas(): Record<string, JsonObject> {
  return Object.fromEntries(
    Object.entries(SYNTHO_CONNECTORS).map(([name, { properties: table }]) => [
      schemaName(name),
      {
        type: 'object',
        required: ['connector_type', ...Object.keys(table).filter((member) => table[member]!.required)],
        properties: {
          hooks_params: { ...nullable(ref('SynthoCreateHooks')), default: null },
          is_source: { ...nullable({ type: 'boolean' }), default: null },
          connector_type: { type: 'string', const: name },
          ...properties(table),
        },
      },
    ]),
  );
}

const names = Object.keys(SYNTHO_CONNECTORS);

/** What the contract's bodies look like; the names of the page, under a prefix of their own. */
export const SYNTHO_SCHEMAS: Readonly<Record<string, JsonObject>> = {
  ...connectorSchemas(),
  ...Object.fromEntries(
    HOOK_NAMES.map((name) => [
      hookSchemaName(name),
      { type: 'object', properties: properties(SYNTHO_HOOKS[name].properties) },
    ]),
  ),
  SynthoCreateHooks: {
    type: 'object',
    properties: Object.fromEntries(
      HOOK_NAMES.map((name) => [name, { ...nullable(ref(hookSchemaName(name))), default: null }]),
    ),
  },
  SynthoCreateConnector: {
    oneOf: names.map((name) => ref(schemaName(name))),
    discriminator: {
      propertyName: 'connector_type',
      mapping: Object.fromEntries(names.map((name) => [name, `#/components/schemas/${schemaName(name)}`])),
    },
  },
  SynthoApplicationMessage: {
    type: 'object',
    required: ['code', 'title', 'body'],
    properties: {
      id: nullable({ type: 'string' }),
      code: { type: 'string' },
      title: { type: 'string' },
      body: { type: 'string' },
      durability: nullable(ofWords('transient', 'persistent', 'temporary')),
      duration: nullable({ type: 'integer' }),
      kind: nullable(ofWords('success', 'error', 'warning', 'info')),
      details: nullable(mapOf(listOf({ type: 'string' }))),
      payload: { default: null },
      action: nullable({ type: 'object' }),
      display: nullable(ofWords('field', 'screen', 'notification')),
      created_at: nullable({ type: 'string' }),
    },
  },
  SynthoProperty: {
    type: 'object',
    properties: {
      type: nullable({ type: 'string' }),
      default: { anyOf: ['string', 'integer', 'number', 'boolean', 'null'].map((type) => ({ type })) },
      values: nullable(listOf({ type: 'string' })),
    },
  },
  SynthoSupportedTypes: {
    type: 'object',
    properties: Object.fromEntries(
      ['connectors', 'write_connectors', 'hooks'].map((name) => [
        name,
        nullable(mapOf(mapOf(ref('SynthoProperty')))),
      ]),
    ),
  },
  SynthoFunctionalityList: {
    type: 'object',
    properties: { functionalities: nullable(listOf(ref('SynthoFunctionality'))) },
  },
  SynthoFunctionality: {
    type: 'object',
    properties: {
      name: nullable(ofWords('HIGH_PERFORMANCE_WRITING', 'IDEMPOTENT_WRITING')),
      description: nullable({ type: 'string' }),
      kind: nullable(ofWords('ADDITIVE', 'PREVENTIVE')),
      applicability: nullable(ofWords('FULL', 'PARTIAL')),
      capabilities: nullable(
        listOf({
          type: 'object',
          properties: {
            name: nullable({ type: 'string' }),
            depends_on: nullable(listOf({ type: 'string' })),
          },
        }),
      ),
    },
  },
};
