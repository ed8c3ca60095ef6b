import { PostgresServer } from '#connector-sdk';

/** A database on a PostgreSQL server, which users run themselves or rent. */
export class PostgresPayload extends PostgresServer {}
