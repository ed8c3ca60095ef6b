import type { SchemaElement } from 'hyparquet';

import { LONGEST_VALUE } from '../../../catalog/catalog.js';
import type { RawValue } from '../parquet/page-values.js';

/** Bytes of a text that are looked at: what is kept of it takes no more in UTF-8. */
const MOST_BYTES = 4 * LONGEST_VALUE;
const DAY_MS = 86_400_000;
/** Of the Julian day at which Unix time begins. */
const JULIAN_DAY = 2_440_588n;
const NANOS_OF_DAY = 86_400_000_000_000n;
const UNITS: Readonly<Record<string, bigint>> = { MILLIS: 1_000n, MICROS: 1_000_000n, NANOS: 1_000_000_000n };

/** A value as text, by what the schema says that it means; of bytes that mean nothing else, how many there are. */
export function parquetCell(value: RawValue, element: SchemaElement): string | null {
  if (value === undefined) return null;
  if (value instanceof Uint8Array) return bytesText(value, element);
  // Numbers that are not whole have one meaning.
  if (typeof value === 'boolean' || (typeof value === 'number' && !Number.isInteger(value)))
    return String(value);
  const { type, logical_type: logical, converted_type: converted } = element;
  const decimal = decimalScale(element);
  if (decimal !== undefined) return scaled(BigInt(value), decimal);
  if (converted === 'DATE' || logical?.type === 'DATE') return dateText(Number(value) * DAY_MS).slice(0, 10);
  if (type === 'INT96') return int96Text(BigInt(value));
  const perSecond = timestampUnit(element);
  if (perSecond !== undefined) {
    const text = dateText(Number((BigInt(value) * 1_000n) / perSecond));
    return logical?.type === 'TIMESTAMP' && !logical.isAdjustedToUTC ? text.replace(/Z$/, '') : text;
  }
  if (logical?.type === 'TIME') return timeText((BigInt(value) * 1_000n) / (UNITS[logical.unit] ?? 1n));
  const unsigned = converted?.startsWith('UINT_') || (logical?.type === 'INTEGER' && !logical.isSigned);
  if (unsigned && typeof value !== 'boolean')
    return String(BigInt.asUintN(type === 'INT64' ? 64 : 32, BigInt(value)));
  return String(value);
}

function bytesText(bytes: Uint8Array, element: SchemaElement): string {
  const { logical_type: logical, converted_type: converted } = element;
  const scale = decimalScale(element);
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // No decimal is longer.
  if (scale !== undefined && buffer.length > 0 && buffer.length <= 32)
    return scaled(BigInt.asIntN(buffer.length * 8, BigInt(`0x${buffer.toString('hex')}`)), scale);
  if (logical?.type === 'UUID' && buffer.length === 16)
    return buffer.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  const means = logical?.type ?? converted;
  if (means === 'STRING' || means === 'UTF8' || means === 'ENUM' || means === 'JSON')
    return new TextDecoder().decode(buffer.subarray(0, MOST_BYTES), { stream: buffer.length > MOST_BYTES });
  return `${buffer.length} bytes`;
}

function decimalScale({
  logical_type: logical,
  converted_type: converted,
  scale,
}: SchemaElement): number | undefined {
  const found =
    logical?.type === 'DECIMAL' ? logical.scale : converted === 'DECIMAL' ? (scale ?? 0) : undefined;
  return found !== undefined && found >= 0 && found <= LONGEST_VALUE ? found : undefined;
}

function scaled(value: bigint, scale: number): string {
  const sign = value < 0n ? '-' : '';
  const digits = String(value < 0n ? -value : value).padStart(scale + 1, '0');
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** Steps of a second. */
function timestampUnit({
  logical_type: logical,
  converted_type: converted,
}: SchemaElement): bigint | undefined {
  if (logical?.type === 'TIMESTAMP') return UNITS[logical.unit];
  const unit = /^TIMESTAMP_(MILLIS|MICROS)$/.exec(converted ?? '')?.[1];
  return unit === undefined ? undefined : UNITS[unit];
}

/** Nanoseconds of a day, and behind them the day. */
function int96Text(value: bigint): string {
  const day = BigInt.asIntN(32, value >> 64n) - JULIAN_DAY;
  const nanos = BigInt.asUintN(64, value) % NANOS_OF_DAY;
  return dateText(Number(day) * DAY_MS + Number(nanos / 1_000_000n));
}

function timeText(ms: bigint): string {
  return dateText(Number(ms)).replace(/^1970-01-01T(.*)Z$/, '$1');
}

/** Times that no calendar reaches are written as they are. */
function dateText(ms: number): string {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? String(ms) : date.toISOString();
}
