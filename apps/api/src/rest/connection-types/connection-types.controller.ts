import { Controller, Get, Param } from '@nestjs/common';
import { ConnectorRegistry } from '#connector-sdk';
import { notFound } from '#platform/errors';
import { AuditedRead, Requires } from '#http';
import { TENANT_PATH } from '../paths.js';
import { type ConnectionTypeView, connectionTypeView } from './connection-type-view.js';

/** What can be connected, and what each type needs: enough to draw a form. */
@Controller(TENANT_PATH)
export class ConnectionTypesController {
  private readonly views: ReadonlyMap<string, ConnectionTypeView>;

  constructor(registry: ConnectorRegistry) {
    this.views = new Map(registry.list().map((connector) => [connector.type, connectionTypeView(connector)]));
  }

  @Get('connection-types')
  @Requires('types:read')
  @AuditedRead('connection_type.list')
  list(): ConnectionTypeView[] {
    return [...this.views.values()];
  }

  @Get('connection-types/:type')
  @Requires('types:read')
  @AuditedRead('connection_type.read', 'type')
  get(@Param('type') type: string): ConnectionTypeView {
    const view = this.views.get(type);
    if (!view) throw notFound('connection type');
    return view;
  }
}
