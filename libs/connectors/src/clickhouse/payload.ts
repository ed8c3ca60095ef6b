import { HttpScheme, ObjectName, ServerHost, ServerPort } from '#connector-sdk';

/** A ClickHouse server, over its HTTP interface. */
export class ClickHousePayload {
  @ServerHost({ required: true })
  host!: string;

  @ServerPort(8443)
  port?: number | string;

  @HttpScheme()
  scheme?: string;

  @ObjectName({ label: 'Database', default: 'default' })
  database?: string;
}
