import { list, map, struct, text } from './metastore-wire.js';

interface Column {
  readonly name: string;
  readonly type: string;
  readonly comment?: string;
}

interface Table {
  readonly columns: readonly Column[];
  readonly partitionKeys?: readonly Column[];
  readonly parameters: Readonly<Record<string, string>>;
  readonly location?: string;
}

const ID = { name: 'id', type: 'bigint' };

/** With all that Iceberg leaves with a metastore, and properties that somebody should not have set. */
const ORDERS: Table = {
  columns: [
    { ...ID, comment: "the order's" },
    { name: 'at', type: 'timestamp with local time zone' },
    { name: 'tags', type: 'array<string>' },
  ],
  location: 's3a://AKIAEXAMPLE:a/secret@lake/orders',
  parameters: {
    EXTERNAL: 'TRUE',
    comment: 'what was bought',
    table_type: 'ICEBERG',
    metadata_location: 's3://lake/orders/metadata/00002-x.metadata.json',
    'format-version': '2',
    owner_note: "it's C:\\\nhers",
    's3.secret-access-key': 'do-not-show',
    'write.data.path': 'abfss://container@account.dfs.core.windows.net/orders',
    numRows: '7',
    'current-snapshot-summary': '{"operation":"append","total-records":"12"}',
    'default-partition-spec': JSON.stringify({
      'spec-id': 1,
      fields: [
        { name: 'at_day', transform: 'day', 'source-id': 2, 'field-id': 1000 },
        { name: 'old', transform: 'void', 'source-id': 9, 'field-id': 1001 },
        { name: 'id_bucket', transform: 'bucket[16]', 'source-id': 1, 'field-id': 1002 },
      ],
    }),
    'current-schema': JSON.stringify({
      type: 'struct',
      'schema-id': 3,
      fields: [
        { id: 1, name: 'Id', required: true, type: 'long', doc: "the order's" },
        { id: 2, name: 'at', required: false, type: 'timestamptz' },
        {
          ...{ id: 3, name: 'tags', required: false },
          type: { type: 'list', 'element-id': 4, element: 'string', 'element-required': false },
        },
      ],
    }),
  },
};

const ITEMS: Table = {
  columns: [ID],
  parameters: { table_type: 'iceberg', metadata_location: 's3://lake/x' },
};

/** Written by an old Iceberg after a newer one, which knew of the schema. */
const OLD: Table = {
  columns: [ID],
  partitionKeys: [{ name: 'day', type: 'date' }],
  parameters: {
    table_type: 'ICEBERG',
    numRows: '3',
    'current-schema': '{"type":"struct","fields":[{"id":1,"name":"before","required":true,"type":"long"}]}',
  },
};

/** Hive's `Table` structs by name, as its interface numbers their fields. */
export const METASTORE_TABLES: ReadonlyMap<string, Buffer> = new Map([
  ...Array.from({ length: 60 }, (_, index) => written(`orc_${index}`, { columns: [ID], parameters: {} })),
  written('ice_orders', ORDERS),
  written('ice_items', ITEMS),
  written('ice_old', OLD),
]);

function written(name: string, table: Table): readonly [string, Buffer] {
  const { columns, partitionKeys = [], parameters, location = `s3://lake/${name}` } = table;
  return [
    name,
    struct(
      [1, text(name)],
      [2, text('lake')],
      [7, struct([1, fieldSchemas(columns)], [2, text(location)])],
      [8, fieldSchemas(partitionKeys)],
      [9, map(parameters)],
      [12, text('EXTERNAL_TABLE')],
    ),
  ];
}

function fieldSchemas(columns: readonly Column[]) {
  return list(
    columns.map(({ name, type, comment }) => ({
      type: 12,
      bytes: struct(
        [1, text(name)],
        [2, text(type)],
        ...(comment === undefined ? [] : [[3, text(comment)] as const]),
      ),
    })),
  );
}
