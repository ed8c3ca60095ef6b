/** What `information_schema` says of a column's type, apart from its word. */
export interface TypeSize {
  /** Characters or bytes; below 0 for as many as the engine can. */
  readonly length?: number | string | null;
  readonly precision?: number | string | null;
  readonly scale?: number | string | null;
}

/** Types that are written with a length. */
const HAS_LENGTH = /char|binary|^(?:raw|string)$/i;
/** Types that are written with precision and scale. */
const HAS_PRECISION = /^(?:(?:big)?numeric|decimal|number)$/i;

/** A type as the engine writes it in a statement, from its word and what stands beside it: `numeric(10,2)`. */
export function sizedType(word: string, { length, precision, scale }: TypeSize): string {
  if (isSaid(length) && HAS_LENGTH.test(word) && Number(length) !== 0) {
    return `${word}(${Number(length) < 0 ? 'max' : Number(length)})`;
  }
  if (!isSaid(precision) || !HAS_PRECISION.test(word)) return word;
  return isSaid(scale) ? `${word}(${Number(precision)},${Number(scale)})` : `${word}(${Number(precision)})`;
}

function isSaid(value: number | string | null | undefined): value is number | string {
  return value !== null && value !== undefined && value !== '';
}
