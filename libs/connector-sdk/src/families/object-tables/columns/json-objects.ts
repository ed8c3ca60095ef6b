/** Where an object stands in a text: `to` is behind it. */
export interface ObjectPlace {
  readonly from: number;
  readonly to: number;
}

/** The objects at the top, or in an array that is all there is. Ends at the first other value. */
export function* topObjects(text: string): Iterable<ObjectPlace> {
  const inArray = /^\s*\[/.exec(text)?.[0].length;
  const between = inArray === undefined ? /\s*/y : /[\s,]*/y;
  between.lastIndex = inArray ?? 0;
  while (between.test(text) && text[between.lastIndex] === '{') {
    const from = between.lastIndex;
    const to = endOfObject(text, from);
    if (to === undefined) return;
    yield { from, to };
    between.lastIndex = to;
  }
}

/** Behind the brace that closes the one at `from`; undefined where the text ends before. */
function endOfObject(text: string, from: number): number | undefined {
  const sign = /["{}]/g;
  sign.lastIndex = from;
  let depth = 0;
  for (let found = sign.exec(text); found; found = sign.exec(text)) {
    if (found[0] === '"') {
      const end = endOfString(text, sign.lastIndex);
      if (end === undefined) return undefined;
      sign.lastIndex = end;
    } else {
      depth += found[0] === '{' ? 1 : -1;
      if (depth === 0) return sign.lastIndex;
    }
  }
  return undefined;
}

/** Behind the quote that ends a string which begins at `from`. */
function endOfString(text: string, from: number): number | undefined {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at + 1;
  }
  return undefined;
}
