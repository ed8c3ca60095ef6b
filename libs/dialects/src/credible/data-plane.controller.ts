import { Controller, Get, Param } from '@nestjs/common';
import { AuditedRead, CallersScope, CurrentScope, ErrorsAs, Requires } from '#http';
import type { Scope } from '#platform/scope';
import { CredibleCatalog } from './catalog.service.js';
import { CredibleConnections } from './connections.service.js';
import { credibleErrors } from './error-shape.js';
import { DATA_PATH } from './paths.js';

/** The data plane: what clients of Malloy need to know of a connection. No SQL is run here. */
@Controller(DATA_PATH)
@CallersScope()
@ErrorsAs(credibleErrors)
export class CredibleDataController {
  constructor(
    private readonly connections: CredibleConnections,
    private readonly catalog: CredibleCatalog,
  ) {}

  @Get()
  @Requires('connections:read')
  @AuditedRead('connection.read', 'connection')
  get(@CurrentScope() scope: Scope, @Param('project') project: string, @Param('connection') name: string) {
    return this.connections.get(scope, { project }, name);
  }

  @Get('schemas')
  @Requires('connections:read')
  @AuditedRead('table.list')
  schemas(@CurrentScope() scope: Scope, @Param('connection') name: string) {
    return this.catalog.schemas(scope, name);
  }

  @Get('schemas/:schema/tables')
  @Requires('connections:read')
  @AuditedRead('table.list')
  tables(
    @CurrentScope() scope: Scope,
    @Param('project') project: string,
    @Param('connection') name: string,
    @Param('schema') schema: string,
  ) {
    return this.catalog.tables(scope, { project }, name, schema);
  }

  @Get('schemas/:schema/tables/:table')
  @Requires('connections:read')
  @AuditedRead('table.read', 'table')
  table(
    @CurrentScope() scope: Scope,
    @Param('project') project: string,
    @Param('connection') name: string,
    @Param('schema') schema: string,
    @Param('table') table: string,
  ) {
    return this.catalog.table(scope, { project }, name, schema, table);
  }
}
