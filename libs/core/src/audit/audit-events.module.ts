import { Module } from '@nestjs/common';
import { TenantsModule } from '../tenants/tenants.module.js';
import { AuditChainService } from './audit-chain.service.js';
import { AuditEventsService } from './audit-events.service.js';
import { AuditExportsService } from './audit-exports.service.js';
import { ReadAuditService } from './read-audit.service.js';

@Module({
  imports: [TenantsModule],
  providers: [AuditChainService, AuditEventsService, AuditExportsService, ReadAuditService],
  exports: [AuditChainService, AuditEventsService, AuditExportsService, ReadAuditService],
})
export class AuditEventsModule {}
