/** Runs one fixed statement. */
export type RowQuery = <Row>(sql: string, values: readonly unknown[]) => Promise<Row[]>;
