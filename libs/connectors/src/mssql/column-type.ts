import { sizedType } from '#connector-sdk/opening';

/** What `sys.columns` and `sys.types` say of a column's type. */
export interface ColumnTypeRow {
  readonly type: string;
  /** The type that an alias stands for; null for types of the common language runtime. */
  readonly base: string | null;
  readonly alias: number | string;
  /** Bytes; -1 for `max`. */
  readonly length: number | string;
  readonly precision: number | string;
  readonly scale: number | string;
}

/** Two bytes a character. */
const WIDE = /^n(?:var)?char$/;
/** Digits of a second, where they are not the usual seven. */
const WITH_FRACTION = /^(?:time|datetime2|datetimeoffset)$/;
const USUAL_FRACTION = 7;

/** A type as a statement has it. `timestamp` is no time: it is the old name of `rowversion`. */
export function columnType({ type, base, alias, length, precision, scale }: ColumnTypeRow): string {
  const word = Number(alias) === 1 && base !== null ? base : type;
  if (word === 'timestamp') return 'rowversion';
  if (WITH_FRACTION.test(word)) return Number(scale) === USUAL_FRACTION ? word : `${word}(${Number(scale)})`;
  const bytes = Number(length);
  return sizedType(word, { length: WIDE.test(word) && bytes > 0 ? bytes / 2 : bytes, precision, scale });
}
