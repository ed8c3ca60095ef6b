import { AtLeastOne, ObjectName, ServerHost, ServerPort } from '#connector-sdk';

/** A Redshift cluster or workgroup. */
@AtLeastOne('endpoint_prefix', 'host')
export class RedshiftPayload {
  @ServerHost({
    label: 'Endpoint prefix',
    placeholder: 'my-cluster',
    help: 'The name under which the cluster is reached; host, when it is given, goes first',
  })
  endpoint_prefix?: string;

  @ServerHost({ placeholder: 'my-cluster.abc123.us-east-1.redshift.amazonaws.com' })
  host?: string;

  @ServerPort(5439)
  port?: number | string;

  @ObjectName({ label: 'Database' })
  database?: string;
}
