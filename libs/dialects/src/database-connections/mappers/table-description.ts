import { isJsonObject, type JsonObject, type JsonValue, ownValue } from '#connector-sdk';
import type { TableDetailsView } from '#core';
import { invalidField } from '#platform/errors';

/**
 * What a client says of a table, in core's words. Members that it may send back as it got them are ignored, and so is
 * a description that is the source's own: nobody said that here.
 *
 * @throws DomainError `invalid` for columns that are no list of objects; core judges the rest
 */
export function saidOfTable(body: JsonObject, table: TableDetailsView): JsonObject {
  const columns = ownValue(body, 'columns') ?? [];
  if (!Array.isArray(columns)) throw invalidField('columns', 'array', 'columns must be a list.');
  const said = (columns as readonly JsonValue[]).flatMap((column, index) => {
    if (!isJsonObject(column)) {
      throw invalidField(`columns[${index}]`, 'object', `columns[${index}] must be an object.`);
    }
    const name = ownValue(column, 'name') ?? null;
    const known = table.columns.find((one) => one.name === name);
    const description = own(ownValue(column, 'description'), known);
    return description === undefined ? [] : [{ name, description }];
  });
  const description = own(ownValue(body, 'description'), table);
  const metadata = ownValue(body, 'metadata');
  return {
    ...(description === undefined ? {} : { description }),
    ...(said.length === 0 ? {} : { columns: said }),
    ...(metadata === undefined ? {} : { metadata }),
  };
}

/** Undefined for what was not said, or only repeated. */
function own(
  said: JsonValue | undefined,
  known: { readonly description: string | null; readonly comment: string | null } | undefined,
): JsonValue | undefined {
  const repeated = known && said === (known.description ?? known.comment);
  return repeated ? undefined : said;
}
