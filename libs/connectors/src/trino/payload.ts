import { HttpScheme, ObjectName, ServerHost, ServerPort } from '#connector-sdk';

/** A Trino cluster. */
export class TrinoPayload {
  @ServerHost({ required: true, placeholder: 'trino.example.com' })
  host!: string;

  @ServerPort(443)
  port?: number | string;

  @HttpScheme()
  scheme?: string;

  @ObjectName({ label: 'Catalog' })
  catalog?: string;

  @ObjectName({ label: 'Schema' })
  schema?: string;

  @ObjectName({ label: 'User', help: 'Where the credential names none' })
  user?: string;
}
