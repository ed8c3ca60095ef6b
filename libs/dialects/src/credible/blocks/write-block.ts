import type { JsonObject, JsonValue } from '#connector-sdk';
import type { Block, BlockField, Source } from './block.js';

/** The block for a source, without a secret; null where it has no words for it. */
export function writeBlock(block: Block, source: Source): JsonObject | null {
  if (!block.logins.includes(source.credential?.type ?? null)) return null;
  const shown = Object.fromEntries(
    block.fields.flatMap((field): [string, JsonValue][] => {
      const value = valueOf(field, source);
      return value == null ? [] : [[field.name, asKind(field, value)]];
    }),
  );
  return block.write ? block.write(shown, source) : shown;
}

function valueOf({ at, secret }: BlockField, { payload, credential }: Source): JsonValue | undefined {
  if (!at || secret) return undefined;
  if ('payload' in at) return payload[at.payload];
  return credential?.payload[at.credential];
}

/** Our numbers may be texts, and the page's texts may be numbers. */
function asKind({ kind }: BlockField, value: JsonValue): JsonValue {
  if (kind === 'text') return typeof value === 'number' ? String(value) : value;
  return kind === 'integer' && typeof value === 'string' ? Number(value) : value;
}
