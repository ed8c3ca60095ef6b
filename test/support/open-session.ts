import {
  type CheckOutcome,
  type JsonObject,
  type Open,
  type ProbeSession,
  runCheck,
  type TlsMode,
} from '#connector-sdk';
import { EgressPolicy } from '#platform/egress';

/** What a session is opened with. */
export interface SessionCase {
  readonly payload: JsonObject;
  readonly credential: { readonly type: string; readonly payload: JsonObject } | null;
  readonly tlsMode?: TlsMode;
  readonly transport?: JsonObject | null;
  readonly uploadFolder?: string;
  readonly temporaryFolder?: string;
}

const DEADLINE_MS = 20_000;

/**
 * Opens a connector's session in this process, for what a check does not ask for: other filters of tables,
 * and columns.
 *
 * @throws Error with the steps, when the login fails; what `use` throws
 */
export async function withSession<Result>(
  open: Open,
  { payload, credential, tlsMode = 'prefer', transport = null, ...folders }: SessionCase,
  use: (session: ProbeSession) => Promise<Result>,
): Promise<Result> {
  let found: { readonly result: Result } | undefined;
  let failed: { readonly error: unknown } | undefined;
  const outcome = await runCheck(
    async (target, context) => {
      const session = await open(target, context);
      return {
        server: session.server,
        close: () => session.close(),
        ping: async () => {
          try {
            found = { result: await use(session) };
          } catch (error) {
            failed = { error };
          }
        },
      };
    },
    {
      target: { payload, credential, transport },
      tlsMode,
      hostKeys: { policy: 'strict', known: [] },
      deadlineMs: DEADLINE_MS,
      uploadFolder: folders.uploadFolder ?? null,
      jdbcFolder: null,
      awsIdentity: null,
    },
    {
      policy: new EgressPolicy({ allow: { networks: ['127.0.0.0/8'], hosts: [] }, own: [] }),
      temporaryFolder: folders.temporaryFolder ?? '',
      ended: new AbortController().signal,
    },
  );
  if (failed) throw failed.error;
  if (!found) throw new Error(`The session did not open: ${stepsOf(outcome)}`);
  return found.result;
}

/** All that an iterable has to say. */
export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}

function stepsOf({ steps }: CheckOutcome): string {
  return steps.map(({ step, status, code }) => `${step} ${status} ${code ?? ''}`.trim()).join(', ');
}
