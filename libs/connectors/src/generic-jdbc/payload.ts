import { ObjectName, ServerHost, ServerPort, Text, TextMap } from '#connector-sdk';

/** A source that the consumer reaches with a JDBC driver of its own. */
export class GenericJdbcPayload {
  @Text({ label: 'Database type', required: true, max: 64, destination: true, placeholder: 'HANA10' })
  db_type!: string;

  @ObjectName({ label: 'Database or schema', required: true, destination: true })
  db_or_schema!: string;

  @ServerHost()
  host?: string;

  @ServerPort()
  port?: number | string;

  @TextMap({
    label: 'Connection properties',
    default: {},
    destination: true,
    help: 'Text by name; those whose name looks secret are sealed and never shown again',
  })
  connection_properties?: Record<string, string>;
}
