import { type ColumnRow, sizedType } from '#connector-sdk/opening';

/** What `syscolumns` and `systypes` say of a column's type; numbers may come as text. */
export interface ColumnTypeRow {
  /** The name of the type, which may be somebody's own; null for classes of Java. */
  readonly word: string | null;
  readonly usertype: number | string;
  /** The physical type. */
  readonly storage: number | string;
  readonly bytes: number | string;
  readonly digits: number | string | null;
  readonly scale: number | string | null;
  /** Bytes of a character of the server's national types, and of its Unicode ones. */
  readonly ncharsize: number | string;
  readonly unicharsize: number | string;
}

/** System types that are stored as others are (Reference Manual: Tables, systypes). */
const BY_USERTYPE: Readonly<Record<number, string>> = {
  18: 'sysname',
  24: 'nchar',
  25: 'nvarchar',
  42: 'longsysname',
  80: 'timestamp',
};

/** Physical types; those that take nulls have numbers of their own, and one for several widths in bytes. */
const BY_STORAGE: Readonly<Record<number, string | Readonly<Record<number, string>>>> = {
  34: 'image',
  35: 'text',
  37: 'varbinary',
  38: { 1: 'tinyint', 2: 'smallint', 4: 'int', 8: 'bigint' },
  39: 'varchar',
  45: 'binary',
  47: 'char',
  48: 'tinyint',
  49: 'date',
  50: 'bit',
  51: 'time',
  52: 'smallint',
  55: 'decimal',
  56: 'int',
  58: 'smalldatetime',
  59: 'real',
  60: 'money',
  61: 'datetime',
  62: 'float',
  63: 'numeric',
  65: 'unsigned smallint',
  66: 'unsigned int',
  67: 'unsigned bigint',
  68: { 2: 'unsigned smallint', 4: 'unsigned int', 8: 'unsigned bigint' },
  106: 'decimal',
  108: 'numeric',
  109: { 4: 'real', 8: 'float' },
  110: { 4: 'smallmoney', 8: 'money' },
  111: { 4: 'smalldatetime', 8: 'datetime' },
  122: 'smallmoney',
  123: 'date',
  135: 'unichar',
  147: 'time',
  155: 'univarchar',
  174: 'unitext',
  187: 'bigdatetime',
  188: 'bigtime',
  189: 'bigdatetime',
  190: 'bigtime',
  191: 'bigint',
};

/** A type as a statement has it: of people's own types what they stand for. `timestamp` is no time, but a row's version. */
export function columnType(row: ColumnTypeRow): Pick<ColumnRow, 'type' | 'normal'> {
  const word = BY_USERTYPE[Number(row.usertype)] ?? storedWord(row) ?? row.word?.trim() ?? '';
  if (word === 'timestamp') return { type: word, normal: 'binary' };
  const length = Number(row.bytes) / Number(widthOf(word, row));
  return { type: sizedType(word, { length, precision: row.digits, scale: row.scale }) };
}

function storedWord({ storage, bytes }: ColumnTypeRow): string | undefined {
  const known = BY_STORAGE[Number(storage)];
  return typeof known === 'object' ? known[Number(bytes)] : known;
}

function widthOf(word: string, { ncharsize, unicharsize }: ColumnTypeRow): number | string {
  if (word.startsWith('uni')) return unicharsize;
  return word.startsWith('n') ? ncharsize : 1;
}
