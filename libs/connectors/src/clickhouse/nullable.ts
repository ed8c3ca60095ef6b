const NULLABLE = /^(?:LowCardinality\()?Nullable\(/;

/** Whether a type takes nulls: here that is a part of the type. */
export function isNullable(type: string): boolean {
  return NULLABLE.test(type);
}
