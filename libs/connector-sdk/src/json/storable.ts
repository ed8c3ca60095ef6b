/**
 * True for what PostgreSQL's text and jsonb can hold: no NUL character and no half of a surrogate pair, in keys
 * neither. Depth is limited where a body is read.
 */
export function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0');
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every((entry) => entry.every(isStorable));
}
