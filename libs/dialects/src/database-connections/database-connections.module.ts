import { Module } from '@nestjs/common';
import { ChecksModule, ConnectionsModule, FilesModule, JobsModule, TableDiscoveryModule } from '#core';
import { DatabaseConnectionsController } from './database-connections.controller.js';
import { DatabaseConnectionsService } from './database-connections.service.js';
import { KeyFiles } from './key-files.js';
import { StoredConnections } from './stored-connections.js';
import { TableDescriptionsController } from './table-descriptions.controller.js';
import { TableDescriptionsService } from './table-descriptions.service.js';

@Module({
  imports: [ChecksModule, ConnectionsModule, FilesModule, JobsModule, TableDiscoveryModule],
  controllers: [DatabaseConnectionsController, TableDescriptionsController],
  providers: [DatabaseConnectionsService, TableDescriptionsService, StoredConnections, KeyFiles],
})
export class DatabaseConnectionsModule {}
