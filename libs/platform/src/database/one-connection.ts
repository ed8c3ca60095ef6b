import { DataSource } from 'typeorm';
import { type DatabaseTarget, dataSourceOptions } from './target.js';

/** Plain SQL, wherever it runs. */
export interface Queries {
  query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>;
}

/** The queries of a data source. */
function queriesOf(dataSource: DataSource): Queries {
  return {
    query: <Row>(text: string, values: readonly unknown[] = []) => dataSource.query<Row[]>(text, [...values]),
  };
}

/**
 * Runs work on a connection of its own, and closes it: for looking at a database before serving it.
 *
 * @throws whatever the driver says when the database cannot be reached
 */
export async function withOneConnection<T>(
  target: DatabaseTarget,
  work: (queries: Queries) => Promise<T>,
): Promise<T> {
  const options = dataSourceOptions(target, { pool: 1, applicationName: 'patchbay-start' });
  const dataSource = await new DataSource(options).initialize();
  try {
    return await work(queriesOf(dataSource));
  } finally {
    await dataSource.destroy();
  }
}
