import type { ProbeContext } from '../../probe/probe.js';
import type { ErrorClassifier } from '../../probe/probe-error.js';

/** The part of Google's `GoogleAuth` that a login needs; both of its versions have it. */
export interface GoogleAuthentication {
  /** Made of the given key; nothing is asked for. */
  getClient(): Promise<object>;
  getAccessToken(): Promise<unknown>;
}

/** How requests for tokens are made; not every version takes it in its constructor. */
interface Transporter {
  defaults: object;
}

/**
 * Fetches the token that the requests after it carry: steps `tls` and `authenticate`.
 *
 * @param proxyUrl - of the network's proxy
 * @throws ProbeError
 */
export async function googleLogin(
  authentication: GoogleAuthentication,
  proxyUrl: string,
  context: ProbeContext,
  classify: ErrorClassifier,
): Promise<void> {
  const { transporter } = (await authentication.getClient()) as { transporter: Transporter };
  transporter.defaults = {
    proxy: proxyUrl,
    retryConfig: { retry: 0, noResponseRetries: 0 },
    timeout: context.statementMs(),
  };
  await context.step(
    'authenticate',
    async () => {
      await authentication.getAccessToken();
      // The library speaks TLS by Node's own rules, which are those of verify-full.
      context.tlsDone(true);
    },
    classify,
  );
}
