import { type JsonObject, type JsonValue, ownValue } from '#connector-sdk';
import type { TableChoice } from '#core';
import { invalidField } from '#platform/errors';
import { SHOWN_TYPES } from '../dialect-table.js';
import { readId } from '../string-id.js';

/**
 * Which tables a client wants to be looked at: `{ids}`, or `{db_connection_id, table_names}`.
 *
 * @throws DomainError `invalid` for neither, `not_found` for what cannot be an id
 */
export function tableChoice(body: JsonObject): TableChoice {
  const ids = ownValue(body, 'ids') ?? null;
  if (ids !== null) {
    const texts = listOf(ids, 'ids');
    return { types: SHOWN_TYPES, ids: texts.map((text) => readId('table', text)) };
  }
  const names = ownValue(body, 'table_names') ?? [];
  const texts = listOf(names, 'table_names');
  const connectionId = requiredConnection(ownValue(body, 'db_connection_id'));
  return { types: SHOWN_TYPES, connectionId, ...(texts.length === 0 ? {} : { names: texts }) };
}

/** @throws DomainError `invalid` when it is absent, `not_found` for what cannot be an id */
export function requiredConnection(id: JsonValue | undefined): number {
  if (id != null && id !== '') return readId('connection', id);
  throw invalidField('db_connection_id', 'required', 'db_connection_id is required.');
}

function listOf(value: JsonValue, path: string): readonly string[] {
  const isText = (item: JsonValue): item is string => typeof item === 'string' && !item.includes('\0');
  if (Array.isArray(value) && (value as readonly JsonValue[]).every(isText))
    return value as readonly string[];
  throw invalidField(path, 'array', `${path} must be a list of texts.`);
}
