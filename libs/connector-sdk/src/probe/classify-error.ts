import { errorChain } from './error-chain.js';
import { networkError } from './network-errors.js';
import { type ErrorClassifier, ProbeError } from './probe-error.js';
import { tlsError } from './tls-errors.js';

/**
 * What an error means: its own word if it is a {@link ProbeError}, the connector's, what is known of Node's
 * network and TLS errors, of a module that is not there, or `driver_error`. Causes are looked at as well.
 */
export function classifyError(error: unknown, classify?: ErrorClassifier): ProbeError {
  const chain = errorChain(error);
  for (const one of chain) if (one instanceof ProbeError) return one;
  for (const one of chain) {
    const known = classify?.(one);
    if (known) return known;
  }
  for (const one of chain) {
    const known = tlsError(one) ?? networkError(one) ?? missingModule(one);
    if (known) return known;
  }
  return new ProbeError('driver_error', { cause: error });
}

/** The package that an import did not find, as we named it in our own source. */
function missingModule(error: unknown): ProbeError | undefined {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND' && code !== 'ERR_DLOPEN_FAILED') {
    return undefined;
  }
  const driver = /Cannot find (?:package|module) '((?:@[\w.-]+\/)?[\w.-]+)'/.exec(String(message))?.[1];
  return new ProbeError('driver_not_installed', { ...(driver ? { facts: { driver } } : {}), cause: error });
}
