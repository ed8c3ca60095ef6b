import { type LookStatements, ProbeError, type TableName } from '#connector-sdk/opening';

import type { TableSource } from './catalog.js';
import { tableDefinition } from './definition.js';

/** How a metastore is asked about one table. It has definitions; rows are in the object store's files. */
export function metastoreLook(
  metastore: Pick<TableSource, 'tables'>,
  { schema, name }: TableName,
): LookStatements {
  return {
    ddl: async () => {
      const [table] = await metastore.tables(schema ?? '', [name]);
      if (!table?.iceberg) throw new ProbeError('statement_refused', { hint: GONE });
      return tableDefinition(schema ?? '', table);
    },
    rows: async () => [],
    values: async () => [],
  };
}

const GONE = 'The metastore has no Iceberg table of this name.';
