import type { CatalogColumn, CatalogTable, ForeignKey } from './catalog.js';
import { type NormalType, normalType } from './normal-type.js';

/** A table before its columns are known. */
export type TableHead = Omit<CatalogTable, 'columns'>;

/** A column as engines answer it. */
export interface ColumnRow {
  readonly name: string;
  readonly type: string;
  /** What the type is, where the engine means another thing by its word than others do. */
  readonly normal?: NormalType | undefined;
  readonly nullable: boolean | null;
  readonly comment?: string | null;
  readonly primaryKey?: boolean;
  readonly foreignKey?: ForeignKey | undefined;
}

/** A column without the members that say nothing. */
export function catalogColumn(row: ColumnRow): CatalogColumn {
  const { name, type, normal = normalType(type), nullable, comment, primaryKey, foreignKey } = row;
  return {
    name,
    type,
    normal,
    nullable,
    ...(primaryKey ? { primaryKey: true as const } : {}),
    ...(foreignKey ? { foreignKey } : {}),
    ...(comment ? { comment } : {}),
  };
}
