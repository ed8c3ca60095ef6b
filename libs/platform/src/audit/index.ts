export { AuditEventEntity } from './audit-event.entity.js';
export { type AuditFilter, type AuditRecord, auditEventsQuery, recordAudit } from './audit.repository.js';
