import { Module } from '@nestjs/common';
import { ChecksModule } from '../checks/checks.module.js';
import { ConnectionsModule } from '../connections/connections.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { CatalogBrowseRepository } from './catalog-browse.repository.js';
import { CatalogPagesRepository } from './catalog-pages.repository.js';
import { DiscoveryJob } from './discovery-job.js';
import { DiscoveredWritesService } from './discovered-writes.service.js';
import { DiscoveryService } from './discovery.service.js';
import { IndexedWritesService } from './indexed-writes.service.js';
import { SourceVisits } from './source-visits.js';
import { TableDetailsService } from './table-details.service.js';
import { TableSyncJob } from './table-sync-job.js';
import { TablesRepository } from './tables.repository.js';
import { TablesService } from './tables.service.js';

@Module({
  imports: [ChecksModule, ConnectionsModule, JobsModule],
  providers: [
    CatalogBrowseRepository,
    CatalogPagesRepository,
    TablesRepository,
    SourceVisits,
    DiscoveryJob,
    TableSyncJob,
    DiscoveryService,
    DiscoveredWritesService,
    IndexedWritesService,
    TablesService,
    TableDetailsService,
  ],
  exports: [
    CatalogBrowseRepository,
    DiscoveryJob,
    TableSyncJob,
    DiscoveryService,
    DiscoveredWritesService,
    IndexedWritesService,
    TablesService,
    TableDetailsService,
  ],
})
export class TableDiscoveryModule {}
