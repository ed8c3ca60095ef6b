import { isJsonObject, type JsonObject } from '#connector-sdk';
import type { Source } from './blocks/block.js';
import { writeBlock } from './blocks/write-block.js';
import { engineAttributes } from './engine-attributes.js';
import { faceOf } from './face-attributes.js';
import { NAME, RESERVED_NAME } from './names.js';
import { type TableFilters, writeTableFilters } from './table-filters.js';
import type { CredibleType, TypeFace } from './type-table.js';

/** What of our view of a connection the page shows. */
export interface ShownConnection extends TableFilters {
  readonly name: string;
  readonly type: string;
  readonly payload: JsonObject;
  readonly transport: JsonObject | null;
  readonly indexing_status: string;
  readonly indexing_status_last_updated: string | null;
}

/** A connection as the page answers it; besides, it has the block of its type. */
export interface CredibleConnection {
  readonly resource: string;
  readonly name: string;
  readonly type: CredibleType;
  readonly attributes: JsonObject;
  readonly includeTables: readonly string[] | null;
  readonly excludeAllTables: boolean;
  readonly excludeTables: readonly string[] | null;
  readonly indexingStatus: string;
  readonly indexingStatusLastUpdated: string | null;
  readonly [block: `${string}Connection`]: JsonObject;
}

/** What a stored connection is in the page's words: its face, and the block that shows it. */
export interface WrittenFace {
  readonly face: TypeFace;
  readonly block: JsonObject;
}

/**
 * The face of a connection; undefined where the page has no words for it.
 *
 * @param credential - with its open members alone
 * @param open - what the connection keeps for this contract
 */
export function writeFace(
  faces: readonly TypeFace[],
  connection: ShownConnection,
  credential: Source['credential'],
  open: JsonObject,
): WrittenFace | undefined {
  const face = faceOf(faces, connection.type, open);
  if (!face || !NAME.test(connection.name) || connection.name.toLowerCase() === RESERVED_NAME)
    return undefined;
  if (isReachedByOtherWays(connection.transport) || !writeTableFilters(connection)) return undefined;
  const block = writeBlock(face.block, { payload: connection.payload, credential });
  return block ? { face, block } : undefined;
}

/** The answer for a connection that has a face. */
export function writeConnection(
  { face, block }: WrittenFace,
  connection: ShownConnection,
  resource: string,
): CredibleConnection {
  return {
    resource,
    name: connection.name,
    type: face.type,
    attributes: engineAttributes(face.type),
    [face.member]: block,
    ...writeTableFilters(connection)!,
    indexingStatus: connection.indexing_status,
    indexingStatusLastUpdated: connection.indexing_status_last_updated,
  } as unknown as CredibleConnection;
}

/** The page has no words for what stands between; whoever went straight would not arrive. */
function isReachedByOtherWays(transport: JsonObject | null): boolean {
  return isJsonObject(transport) && (transport['ssh'] !== undefined || transport['kerberos'] !== undefined);
}
