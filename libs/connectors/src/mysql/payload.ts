import { ObjectName, ServerHost, ServerPort } from '#connector-sdk';

/** A MySQL or MariaDB server. */
export class MySqlPayload {
  @ServerHost({ required: true })
  host!: string;

  @ServerPort(3306)
  port?: number | string;

  @ObjectName({ label: 'Database' })
  database?: string;
}
