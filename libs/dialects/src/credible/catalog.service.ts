import { Injectable } from '@nestjs/common';
import { type BrowsedTable, CatalogBrowseRepository, type TablePlace } from '#core';
import { notFound } from '#platform/errors';
import type { Scope } from '#platform/scope';
import { CredibleConnections } from './connections.service.js';
import { engineAttributes } from './engine-attributes.js';
import type { FacedConnection } from './faces.service.js';
import { malloyTable } from './malloy-table.js';
import { type ProjectPlace, resourceOf } from './resource.js';

export interface CredibleSchema {
  readonly name: string;
  readonly description: string;
  readonly isDefault: boolean;
  readonly isHidden: boolean;
}

export interface CredibleTable {
  readonly resource: string;
  /** The table as a source of Malloy, as JSON text. */
  readonly source: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

/** Tables of one schema that are answered; the contract has no pages. */
const MOST_TABLES = 10_000;

/** What discovery found behind a connection, in the words of the data plane. */
@Injectable()
export class CredibleCatalog {
  constructor(
    private readonly connections: CredibleConnections,
    private readonly catalog: CatalogBrowseRepository,
  ) {}

  async schemas(scope: Scope, connection: string): Promise<CredibleSchema[]> {
    const { view, face } = await this.connections.find(scope, connection);
    const usual = face.face.defaultSchema(view.payload);
    const names = await this.catalog.schemas(scope, view.id);
    return names.map((name) => ({ name, description: '', isDefault: name === usual, isHidden: false }));
  }

  async tables(
    scope: Scope,
    place: ProjectPlace,
    connection: string,
    schema: string,
  ): Promise<CredibleTable[]> {
    const faced = await this.connections.find(scope, connection);
    const tables = await this.catalog.tables(scope, faced.view.id, schema, MOST_TABLES);
    return tables.map((table) => answer(place, faced, schema, `${table.schema}.${table.name}`, table));
  }

  /**
   * @param path - the table's name, with its schema before it or not
   * @throws DomainError `not_found` also for one that no discovery has found yet
   */
  async table(
    scope: Scope,
    place: ProjectPlace,
    connection: string,
    schema: string,
    path: string,
  ): Promise<CredibleTable> {
    const faced = await this.connections.find(scope, connection);
    const table = await this.catalog.table(scope, faced.view.id, placesOf(schema, path));
    if (!table) throw notFound('table');
    return answer(place, faced, schema, path, table);
  }
}

/** Where a table may be: clients write its path whole, and take what stands first in it for the schema. */
function placesOf(schema: string, path: string): TablePlace[] {
  const [first = '', second = '', ...rest] = path.split('.');
  return [
    ...(path.startsWith(`${schema}.`) ? [{ schema, name: path.slice(schema.length + 1) }] : []),
    ...(rest.length > 0 ? [{ catalog: first, schema: second, name: rest.join('.') }] : []),
    { schema, name: path },
  ];
}

function answer(
  place: ProjectPlace,
  { view, face }: FacedConnection,
  schema: string,
  tablePath: string,
  table: BrowsedTable,
): CredibleTable {
  const dialect = String(engineAttributes(face.face.type)['dialectName']);
  const source = malloyTable(table, { connection: view.name, dialect, tablePath });
  const path = [schema, 'tables', tablePath].map(encodeURIComponent).join('/');
  return {
    resource: `${resourceOf(place, view.name)}/schemas/${path}`,
    source: JSON.stringify(source),
    columns: source.fields.map(({ name, type }) => ({ name, type })),
  };
}
