import { ObjectName, ServerHost, ServerPort } from './database-server.js';

/** A database on a PostgreSQL server. */
export class PostgresServer {
  @ServerHost({ required: true })
  host!: string;

  @ServerPort(5432)
  port?: number | string;

  @ObjectName({ label: 'Database', required: true })
  database!: string;
}
