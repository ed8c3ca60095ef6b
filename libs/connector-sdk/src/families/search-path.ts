import { SINGLE_LINE } from '../formats/characters.js';
import { optionError, type UriOptions } from '../uri/uri-options.js';

/** PostgreSQL cuts identifiers at this many bytes (NAMEDATALEN - 1). */
const NAME_BYTES = 63;
const SETTING = /^-c\s*search_path\s*=(.*)$/s;
/** One name of a search path: quoted, with doubled quotes inside, or plain. */
const NAME = /\s*(?:"((?:[^"]|"")+)"|([^\s",]+))\s*(?:,|$)/suy;
/** A name that means the same without quotes. */
const PLAIN = /^[a-z_][a-z0-9_]*$/;
const PRINTABLE = new RegExp(SINGLE_LINE, 'u');

/**
 * The schemas of `options=-csearch_path=…`. Any other setting is refused: this option reaches the server as
 * it stands. Names without quotes are folded to lower case, as PostgreSQL folds them ("Schema search path").
 *
 * @throws UriError `option`
 */
export function readSearchPath(options: UriOptions): { schemas?: readonly string[] } {
  const option = options.take('options');
  if (option === undefined) return {};
  const [, list] = SETTING.exec(option.trim()) ?? [];
  if (list === undefined) throw optionError('options', 'may set search_path and nothing else');
  const schemas = namesOf(list);
  const fits = schemas?.every((name) => PRINTABLE.test(name) && Buffer.byteLength(name) <= NAME_BYTES);
  if (!schemas || !fits)
    throw optionError('options', 'must set search_path to schema names with commas between');
  return { schemas };
}

/** Schemas as the value of `options`; {@link readSearchPath} reversed. */
export function writeSearchPath(schemas: readonly string[] | undefined): { options?: string } {
  if (schemas === undefined || schemas.length === 0) return {};
  const names = schemas.map((name) => (PLAIN.test(name) ? name : `"${name.replaceAll('"', '""')}"`));
  return { options: `-csearch_path=${names.join(',')}` };
}

function namesOf(list: string): string[] | undefined {
  const names: string[] = [];
  NAME.lastIndex = 0;
  while (NAME.lastIndex < list.length) {
    const match = NAME.exec(list);
    if (!match) return undefined;
    const [, quoted, plain = ''] = match;
    names.push(quoted === undefined ? plain.toLowerCase() : quoted.replaceAll('""', '"'));
  }
  return names.length === 0 || list.trimEnd().endsWith(',') ? undefined : names;
}
