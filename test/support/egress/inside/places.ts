/** Public addresses, as far as a policy knows; within the namespace they are ours. */
export const NAME_SERVER = '9.9.9.53';
export const REDIRECTOR = '8.8.8.8';
export const BASTION = '8.8.4.4';

/** Where a target's port can be chosen. */
export const CANARY_PORT = 4444;
/** Those that are fixed by a vendor, and those of plain web servers. */
const VENDOR_PORTS = [80, 443, 5432];
export const SSH_PORT = 22;
export const LISTENING_PORTS = [CANARY_PORT, ...VENDOR_PORTS, SSH_PORT];
