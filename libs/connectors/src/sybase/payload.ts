import { PLAIN_NAME, ServerHost, ServerPort, Text } from '#connector-sdk';

/** A database of SAP ASE, which was Sybase ASE. */
export class SybasePayload {
  @ServerHost({ required: true })
  host!: string;

  @ServerPort(5000)
  port?: number | string;

  @Text({ label: 'Database', required: true, format: PLAIN_NAME })
  database!: string;
}
