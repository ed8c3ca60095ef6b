import { Either, PLAIN_NAME, ServerHost, ServerPort, Text } from '#connector-sdk';

/** A service or an instance of Oracle Database. */
@Either({ required: ['service_name'] }, { required: ['sid'] })
export class OraclePayload {
  @ServerHost({ required: true })
  host!: string;

  @ServerPort(1521)
  port?: number | string;

  @Text({ label: 'Service name', format: PLAIN_NAME, destination: true, placeholder: 'FREEPDB1' })
  service_name?: string;

  @Text({ label: 'SID', format: PLAIN_NAME, destination: true, help: 'Instead of a service name' })
  sid?: string;
}
