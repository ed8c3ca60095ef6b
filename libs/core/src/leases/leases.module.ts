import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections/connections.module.js';
import { HeldLeasesService } from './held-leases.service.js';
import { LeaseRecordsModule } from './lease-records.module.js';
import { LeaseReplaysService } from './lease-replays.service.js';
import { LeaseSourceRepository } from './lease-source.repository.js';
import { LeasesRepository } from './leases.repository.js';
import { LeasesService } from './leases.service.js';
import { WrappedLeasesService } from './wrapped-leases.service.js';

@Module({
  imports: [ConnectionsModule, LeaseRecordsModule],
  providers: [
    LeaseSourceRepository,
    LeasesRepository,
    LeasesService,
    WrappedLeasesService,
    HeldLeasesService,
    LeaseReplaysService,
  ],
  exports: [LeasesService, WrappedLeasesService, HeldLeasesService, LeaseReplaysService],
})
export class LeasesModule {}
