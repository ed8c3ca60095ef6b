import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections/connections.module.js';
import { FilesModule } from '../files/files.module.js';
import { HeldLeasesService } from './held-leases.service.js';
import { LeaseRecordsModule } from './lease-records.module.js';
import { LeaseChangesRepository } from './lease-changes.repository.js';
import { LeaseChangesService } from './lease-changes.service.js';
import { LeaseWaiters } from './lease-waiters.js';
import { LeaseOpener } from './lease-opener.js';
import { LeaseReplaysService } from './lease-replays.service.js';
import { LeaseSourceRepository } from './lease-source.repository.js';
import { LeaseWriter } from './lease-writer.js';
import { SharedLeaseSources } from './shared-lease-sources.repository.js';
import { LeasesRepository } from './leases.repository.js';
import { LeasesService } from './leases.service.js';
import { WrappedLeasesService } from './wrapped-leases.service.js';

@Module({
  imports: [ConnectionsModule, FilesModule, LeaseRecordsModule],
  providers: [
    LeaseSourceRepository,
    SharedLeaseSources,
    LeasesRepository,
    LeaseWriter,
    LeaseOpener,
    LeasesService,
    WrappedLeasesService,
    HeldLeasesService,
    LeaseReplaysService,
    LeaseChangesRepository,
    LeaseChangesService,
    LeaseWaiters,
  ],
  exports: [LeasesService, WrappedLeasesService, HeldLeasesService, LeaseReplaysService, LeaseChangesService],
})
export class LeasesModule {}
