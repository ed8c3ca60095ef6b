import { sizedType } from '#connector-sdk/opening';

/** What `TABLE_COLUMNS` and `VIEW_COLUMNS` say of a column's type. */
export interface HanaTypeRow {
  readonly type: string;
  /** Characters or bytes; of decimals all digits. */
  readonly length: number | string | null;
  /** Null for a decimal whose point floats. */
  readonly scale: number | string | null;
}

/** Types of text that only this engine has, with a length. */
const TEXTS = /^(?:ALPHANUM|SHORTTEXT)$/;

/** A type as a statement has it. */
export function hanaType({ type, length, scale }: HanaTypeRow): string {
  if (TEXTS.test(type)) return length === null ? type : `${type}(${Number(length)})`;
  if (type === 'DECIMAL') return scale === null ? type : sizedType(type, { precision: length, scale });
  return sizedType(type, { length });
}
