/** How much of a JSON document is too much. */
export interface ShapeLimits {
  readonly depth: number;
  readonly keys: number;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const OPENING = new Set([0x7b, 0x5b]);
const CLOSING = new Set([0x7d, 0x5d]);

/**
 * Walks over JSON text once, without building anything, and says which limit it passes, or null. Text that
 * is no JSON is for the parser to refuse.
 */
export function exceedsShape(text: string, limits: ShapeLimits): { code: string; message: string } | null {
  let depth = 0;
  let keys = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (quoted) {
      if (code === BACKSLASH) index += 1;
      else if (code === QUOTE) quoted = false;
    } else if (code === QUOTE) {
      quoted = true;
    } else if (OPENING.has(code)) {
      depth += 1;
      if (depth > limits.depth) {
        return { code: 'json_too_deep', message: `The body is nested deeper than ${limits.depth} levels.` };
      }
    } else if (CLOSING.has(code)) {
      depth -= 1;
    } else if (code === COLON) {
      keys += 1;
      if (keys > limits.keys) {
        return { code: 'json_too_wide', message: `The body has more than ${limits.keys} keys.` };
      }
    }
  }
  return null;
}
