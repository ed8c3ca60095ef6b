import { HTTP_PATH, ServerHost, ServerPort, Text } from '#connector-sdk';

/** Delta tables, read through the SQL endpoint of a Databricks workspace. */
export class DeltaLakePayload {
  @ServerHost({ required: true, placeholder: 'example.cloud.databricks.com' })
  host!: string;

  @ServerPort(443)
  port?: number | string;

  @Text({ label: 'HTTP path', required: true, format: HTTP_PATH, placeholder: '/sql/1.0/warehouses/abc' })
  httppath!: string;
}
