import { Module } from '@nestjs/common';
import { CredentialsModule } from '../credentials/credentials.module.js';
import { ProjectsModule } from '../projects/projects.module.js';
import { ConnectionCredentials } from './connection-credentials.js';
import { ConnectionListsService } from './connection-lists.service.js';
import { ConnectionMovesService } from './connection-moves.service.js';
import { ConnectionUpdatesService } from './connection-updates.service.js';
import { ConnectionsRepository } from './connections.repository.js';
import { ConnectionsService } from './connections.service.js';

@Module({
  imports: [CredentialsModule, ProjectsModule],
  providers: [
    ConnectionsRepository,
    ConnectionCredentials,
    ConnectionsService,
    ConnectionListsService,
    ConnectionUpdatesService,
    ConnectionMovesService,
  ],
  exports: [
    ConnectionsRepository,
    ConnectionCredentials,
    ConnectionsService,
    ConnectionListsService,
    ConnectionUpdatesService,
    ConnectionMovesService,
  ],
})
export class ConnectionsModule {}
