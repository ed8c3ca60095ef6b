export { CHECK_CODES, type CheckCode, isCheckCode } from './codes.js';
export type {
  AllowedPlace,
  AwsIdentity,
  ColumnSummary,
  Open,
  ProbeContext,
  ProbeFiles,
  ProbeNetwork,
  ProbeSession,
  ProbeTarget,
  TableFilter,
  TableName,
  TableSummary,
} from './probe.js';
export type { Errand, ErrandListener } from './errand.js';
export { BY_HTTP_STATUS } from './http-statuses.js';
export { type ErrorClassifier, ProbeError, type ProbeErrorDetails } from './probe-error.js';
export { STEP_NAMES, type StepFacts, type StepName, type StepReport, type StepStatus } from './steps.js';
export { effectiveTlsMode, planTls, type TlsOptions, type TlsPlan } from './tls-plan.js';
export { connectedSocket } from './connected-socket.js';
export { type CheckOutcome, type CheckRequest, type CheckSurroundings, runCheck } from './run-check.js';
export { HOST_KEY_POLICIES, type HostKeyPolicy, type KnownHostKey } from './ssh-host-keys.js';
export { sshHops, type SshHopTarget } from './ssh-hop.js';
export type { StepListener } from './step-recorder.js';
export { timeBucket } from './time-bucket.js';
export { type KerberosInitiator, kerberosInitiator, type KerberosService } from './kerberos.js';
export { simpleLogin } from './logins.js';
export { readFirstByte } from './read-first-byte.js';
export { type PacketLength, readFirstPacket } from './read-first-packet.js';
export {
  PROBER_FOLDER,
  type ProberCommand,
  type ProberJob,
  type ProberReport,
  readProberReport,
  type StepEvent,
} from './prober-protocol.js';
