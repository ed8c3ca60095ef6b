export {
  type AuditHead,
  type ChainedEvent,
  auditChainQuery,
  auditExportQuery,
  auditEventHash,
  auditHeadQuery,
} from './audit-chain.js';
export { findPurgeCut, purgeUpTo } from './audit-purge.js';
export { AuditHeadEntity } from './audit-head.entity.js';
export { AuditEventEntity } from './audit-event.entity.js';
export {
  type AuditFilter,
  type AuditRecord,
  type ScopedAuditRecord,
  auditEventsQuery,
  recordAudit,
  recordAudits,
} from './audit.repository.js';
