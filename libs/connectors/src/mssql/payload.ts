import { ObjectName, ServerHost, ServerPort, Text, type TextFormat } from '#connector-sdk';

/** SQL Server's own rule for instance names, 16 characters at most. */
const INSTANCE: TextFormat = {
  pattern: '^[\\p{L}_#&][\\p{L}\\p{N}_#$&]{0,15}$',
  max: 16,
  means: 'an instance name such as SQLEXPRESS',
};

/** A database of Microsoft SQL Server. */
export class MsSqlPayload {
  @ServerHost({ required: true })
  host!: string;

  @ServerPort(1433)
  port?: number | string;

  @Text({
    label: 'Instance',
    format: INSTANCE,
    destination: true,
    help: 'A named instance; the port that is given goes first',
  })
  instance?: string;

  @ObjectName({ label: 'Database', required: true })
  database!: string;
}
