import { PLAIN_NAME, ServerHost, ServerPort, Text } from '#connector-sdk';

/** A database of IBM Db2. */
export class Db2Payload {
  @ServerHost({ required: true })
  host!: string;

  @ServerPort(50_000)
  port?: number | string;

  @Text({ label: 'Database', required: true, format: PLAIN_NAME })
  database!: string;
}
