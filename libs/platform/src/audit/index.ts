export {
  type AuditHead,
  type ChainedEvent,
  auditChainQuery,
  auditEventHash,
  auditHeadQuery,
} from './audit-chain.js';
export { AuditHeadEntity } from './audit-head.entity.js';
export { AuditEventEntity } from './audit-event.entity.js';
export { type AuditFilter, type AuditRecord, auditEventsQuery, recordAudit } from './audit.repository.js';
