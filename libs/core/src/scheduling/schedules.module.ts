import { Module } from '@nestjs/common';
import { TableDiscoveryModule } from '../discovery/discovery.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { TenantsModule } from '../tenants/tenants.module.js';
import { SchedulesRepository } from './schedules.repository.js';
import { Schedules } from './schedules.js';

@Module({
  imports: [JobsModule, TableDiscoveryModule, TenantsModule],
  providers: [SchedulesRepository, Schedules],
  exports: [Schedules],
})
export class SchedulesModule {}
