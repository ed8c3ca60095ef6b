import { Module } from '@nestjs/common';
import { TenantsModule } from '../tenants/tenants.module.js';
import { AuditEventsService } from './audit-events.service.js';
import { ReadAuditService } from './read-audit.service.js';

@Module({
  imports: [TenantsModule],
  providers: [AuditEventsService, ReadAuditService],
  exports: [AuditEventsService, ReadAuditService],
})
export class AuditEventsModule {}
