/** The contract's root. */
export const ROOT = 'api/v0';
/** Where a project's connections are administered. */
export const ADMIN_PATH = `${ROOT}/organizations/:tenant/projects/:project/connections`;
/** Where they are used. */
export const DATA_PATH = `${ROOT}/projects/:project/connections/:connection`;

/** How long a test may take that nobody set a time for, in milliseconds. */
const TEST_MS = 15_000;

/** A test as this contract wants it: its bodies have no place to approve an SSH host key in. */
export function testRun(cancelled: AbortSignal) {
  return { deadlineMs: TEST_MS, hostKeyPolicy: 'trust_on_first_use', cancelled } as const;
}
