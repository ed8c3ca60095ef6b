import { postgresUri } from '#connector-sdk';

/** The drivers that people name are Python's; which one is named does not matter here. */
export const POSTGRES_URI = postgresUri({
  postgresql: 'postgresql',
  postgres: 'postgresql',
  'postgresql+psycopg2': 'postgresql',
  'postgresql+psycopg': 'postgresql',
  'postgresql+asyncpg': 'postgresql',
  'postgresql+pg8000': 'postgresql',
});
