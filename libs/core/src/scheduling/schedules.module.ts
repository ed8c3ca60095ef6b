import { Module } from '@nestjs/common';
import { TableDiscoveryModule } from '../discovery/discovery.module.js';
import { TenantsModule } from '../tenants/tenants.module.js';
import { SchedulesRepository } from './schedules.repository.js';
import { Schedules } from './schedules.js';

@Module({
  imports: [TableDiscoveryModule, TenantsModule],
  providers: [SchedulesRepository, Schedules],
  exports: [Schedules],
})
export class SchedulesModule {}
