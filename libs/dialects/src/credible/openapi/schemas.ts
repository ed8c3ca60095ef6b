import { ConnectorRegistry, type JsonObject } from '#connector-sdk';
import { INDEXING_STATUSES } from '#core';
import { attachedTypes } from '../blocks/attached-types.js';
import type { Block, BlockField } from '../blocks/block.js';
import { postgresBlock } from '../blocks/postgres.js';
import { NAME } from '../names.js';
import { TABLE_PATTERN } from '../table-filters.js';
import { CREDIBLE_TYPES, type CredibleType, memberOf, typeFaces } from '../type-table.js';

const TEXT: JsonObject = { type: 'string' };
const IDENTIFIER: JsonObject = { type: 'string', pattern: NAME.source };
const ATTACHED_NAME: JsonObject = { type: 'string', pattern: '^[a-zA-Z_][a-zA-Z0-9_]*$' };

/** The blocks' fields do not depend on which connectors there are. */
const NO_CONNECTORS = new ConnectorRegistry([]);
const FACES = typeFaces(NO_CONNECTORS);
const ATTACHED = attachedTypes(postgresBlock(NO_CONNECTORS, ''));

/** What is sent, or what is answered: an answer has no secret, and nothing that stands for something else. */
type Direction = 'sent' | 'answered';

const PREFIX: Record<Direction, string> = { sent: 'Credible', answered: 'CredibleShown' };

/** The schemas of the contract. */
export function credibleSchemas(): Record<string, JsonObject> {
  return {
    CredibleConnection: connectionSchema('answered'),
    CredibleNewConnection: { ...connectionSchema('sent'), required: ['name', 'type'] },
    CredibleConnectionChange: connectionSchema('sent'),
    CredibleAttributes: object(
      {
        dialectName: TEXT,
        isPool: { type: 'boolean' },
        canPersist: { type: 'boolean' },
        canStream: { type: 'boolean' },
      },
      'answered',
    ),
    ...blocks('sent'),
    ...blocks('answered'),
    CredibleError: object({ code: TEXT, message: TEXT }, 'answered'),
    CredibleTestRequest: {
      anyOf: [
        { $ref: '#/components/schemas/CredibleConnectionChange' },
        object({ config: { $ref: '#/components/schemas/CredibleConnectionChange' } }, 'answered'),
      ],
    },
    CredibleConnectionStatus: object(
      { status: { enum: ['ok', 'failed'] }, errorMessage: { type: ['string', 'null'] } },
      'answered',
    ),
    CredibleSchema: object(
      { name: TEXT, description: TEXT, isDefault: { type: 'boolean' }, isHidden: { type: 'boolean' } },
      'answered',
    ),
    CredibleTable: object(
      { resource: TEXT, source: TEXT, columns: list(object({ name: TEXT, type: TEXT }, 'answered')) },
      'answered',
    ),
  };
}

function connectionSchema(direction: Direction): JsonObject {
  const patterns = { ...list({ type: 'string', pattern: TABLE_PATTERN.source }), type: ['array', 'null'] };
  const members = {
    resource: TEXT,
    name: IDENTIFIER,
    type: { type: 'string', enum: CREDIBLE_TYPES },
    attributes: { $ref: '#/components/schemas/CredibleAttributes' },
    includeTables: { ...patterns, examples: [['sales.orders', 'finance.*']] },
    excludeAllTables: { type: 'boolean', default: false },
    excludeTables: { ...patterns, examples: [['backup.records', 'temp_data.*']] },
    indexingStatus: { enum: [...INDEXING_STATUSES, ...(direction === 'sent' ? [null] : [])] },
    indexingStatusLastUpdated: { type: ['string', 'null'], format: 'date-time' },
  };
  const described = Object.fromEntries(
    CREDIBLE_TYPES.map((type) => {
      const ref = { $ref: `#/components/schemas/${blockName(direction, memberOf(type))}` };
      return [memberOf(type), direction === 'sent' ? { anyOf: [ref, { type: 'null' }] } : ref];
    }),
  );
  const schema = {
    ...object({ ...members, ...described }, direction),
    required: direction === 'answered' ? Object.keys(members) : [],
  };
  return direction === 'sent' ? schema : { ...schema, oneOf: CREDIBLE_TYPES.map(ofType) };
}

/** Exactly the block of its own type. */
function ofType(type: CredibleType): JsonObject {
  const others = CREDIBLE_TYPES.filter((other) => other !== type);
  return {
    required: [memberOf(type)],
    properties: {
      type: { const: type },
      ...Object.fromEntries(others.map((other) => [memberOf(other), false])),
    },
  };
}

function blocks(direction: Direction): Record<string, JsonObject> {
  const named = [
    ...CREDIBLE_TYPES.map((type): [string, Block[]] => [
      memberOf(type),
      FACES.filter((face) => face.type === type).map(({ block }) => block),
    ]),
    ...ATTACHED.filter(({ type }) => !CREDIBLE_TYPES.some((known) => known === type)).map(
      ({ member, block }): [string, Block[]] => [member, [block]],
    ),
  ];
  return Object.fromEntries([
    ...named.map(([member, faces]) => [blockName(direction, member), blockSchema(faces, direction)]),
    [`${PREFIX[direction]}AttachedDatabase`, attachedSchema(direction)],
  ]) as Record<string, JsonObject>;
}

function blockSchema(faces: readonly Block[], direction: Direction): JsonObject {
  const fields = faces.flatMap((face) => face.fields);
  const shown = fields.filter(({ secret }) => direction === 'sent' || !secret);
  const aliases = direction === 'sent' ? faces.flatMap((face) => face.aliases ?? []) : [];
  return {
    ...object(
      Object.fromEntries([
        ...aliases.map((name) => [name, { type: ['string', 'null'] }] as const),
        ...shown.map((field) => [field.name, fieldSchema(field, direction)] as const),
      ]),
      direction,
    ),
    required: [],
  };
}

function fieldSchema({ kind, secret, description }: BlockField, direction: Direction): JsonObject {
  const about = {
    ...(description === undefined ? {} : { description }),
    ...(secret ? { writeOnly: true } : {}),
  };
  if (kind === 'list') {
    return { ...about, ...list({ $ref: `#/components/schemas/${PREFIX[direction]}AttachedDatabase` }) };
  }
  if (direction === 'answered') return { ...about, type: kind === 'text' ? 'string' : 'integer' };
  return { ...about, type: kind === 'text' ? ['string', 'null'] : ['integer', 'string', 'null'] };
}

function attachedSchema(direction: Direction): JsonObject {
  const schema = object(
    {
      name: ATTACHED_NAME,
      type: { type: 'string', enum: ATTACHED.map(({ type }) => type) },
      attributes: { $ref: '#/components/schemas/CredibleAttributes' },
      ...Object.fromEntries(
        ATTACHED.map(({ member }) => [
          member,
          { $ref: `#/components/schemas/${blockName(direction, member)}` },
        ]),
      ),
    },
    direction,
  );
  return { ...schema, required: direction === 'answered' ? ['name', 'type', 'attributes'] : ['name'] };
}

function blockName(direction: Direction, member: string): string {
  return `${PREFIX[direction]}${member[0]!.toUpperCase()}${member.slice(1)}`;
}

function object(properties: Readonly<Record<string, JsonObject>>, direction: Direction): JsonObject {
  const required = direction === 'answered' ? Object.keys(properties) : [];
  return { type: 'object', properties, required, additionalProperties: false };
}

function list(items: JsonObject): JsonObject {
  return { type: 'array', items };
}
