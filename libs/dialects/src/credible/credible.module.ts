import { Module } from '@nestjs/common';
import {
  ChecksModule,
  ConnectionsModule,
  CredentialsModule,
  ProjectsModule,
  TableDiscoveryModule,
} from '#core';
import { CredibleAdminController } from './admin.controller.js';
import { CredibleCatalog } from './catalog.service.js';
import { CredibleConnections } from './connections.service.js';
import { CredibleDataController } from './data-plane.controller.js';
import { Faces } from './faces.service.js';
import { CredibleSqlController } from './sql.controller.js';
import { CredibleTestController } from './test.controller.js';
import { CredibleTests } from './tests.service.js';

/** The Credible contract: connections of a project by their names, and what clients of Malloy ask for. */
@Module({
  imports: [ConnectionsModule, CredentialsModule, ChecksModule, ProjectsModule, TableDiscoveryModule],
  controllers: [
    CredibleAdminController,
    CredibleDataController,
    CredibleSqlController,
    CredibleTestController,
  ],
  providers: [Faces, CredibleConnections, CredibleTests, CredibleCatalog],
})
export class CredibleModule {}
