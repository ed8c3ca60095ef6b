import { Either, HTTP_PATH, ObjectName, ServerHost, ServerPort, Text, type TextFormat } from '#connector-sdk';

const WAREHOUSE_ID: TextFormat = {
  pattern: '^[A-Za-z0-9-]{1,64}$',
  max: 64,
  means: 'a warehouse id of letters, digits and dashes',
};

/** A SQL warehouse or cluster of a Databricks workspace. */
@Either({ required: ['http_path'] }, { required: ['warehouse_id'] }, { required: ['cluster_path'] })
export class DatabricksPayload {
  @ServerHost({ required: true, placeholder: 'example.cloud.databricks.com' })
  host!: string;

  @ServerPort(443)
  port?: number | string;

  @Text({ label: 'HTTP path', format: HTTP_PATH, placeholder: '/sql/1.0/warehouses/abc' })
  http_path?: string;

  @Text({ label: 'Warehouse id', format: WAREHOUSE_ID, help: 'Instead of the path of a SQL warehouse' })
  warehouse_id?: string;

  @Text({
    label: 'Cluster path',
    format: HTTP_PATH,
    placeholder: 'sql/protocolv1/o/0/0123-456789-abcdefgh',
    help: 'Instead of a warehouse: the path of a cluster',
  })
  cluster_path?: string;

  @ObjectName({ label: 'Catalog' })
  catalog?: string;

  @ObjectName({ label: 'Schema', help: 'Databricks calls it database as well' })
  database?: string;
}
