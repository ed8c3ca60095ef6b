import dgram from 'node:dgram';
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import workerThreads from 'node:worker_threads';
import type { EgressPolicy } from '../policy.js';
import { functionsOf } from './functions.js';
import { Guard, type GuardOptions } from './guard.js';
import { guardConnect } from './guarded-connect.js';
import { guardLookup } from './guarded-lookup.js';
import { guardCallbackQueries, guardPromiseQueries, guardServers } from './guarded-resolver.js';
import { refuseDatagrams, refuseWorkers } from './refused-ways.js';

let guard: Guard | undefined;

const current = (): Guard => {
  if (guard === undefined) throw new Error('No egress policy is installed.');
  return guard;
};

/**
 * Puts a policy beneath every driver written in JavaScript, for the rest of this process: TCP (with TLS, HTTP,
 * HTTP/2 and fetch, which are made of it), name look-ups, and worker threads, datagrams and unix sockets,
 * which are refused. Denied connections fail with an EgressError, at the time and in the way in which a
 * connection whose name cannot be looked up fails.
 *
 * A second call replaces the policy. To be called before a driver is loaded, as a driver may keep the
 * functions that it finds. Native code and child processes have to be kept off the network otherwise.
 */
export function installEgressGuard(policy: EgressPolicy, options: GuardOptions = {}): void {
  const first = guard === undefined;
  guard = new Guard(policy, options);
  if (!first) return;
  guardConnect(net.Socket.prototype, current);
  guardLookup(functionsOf(dns), functionsOf(dns.promises), current);
  for (const owner of [dns, dns.Resolver.prototype]) {
    guardCallbackQueries(functionsOf(owner), current);
    guardServers(functionsOf(owner), current);
  }
  for (const owner of [dns.promises, dns.promises.Resolver.prototype]) {
    guardPromiseQueries(functionsOf(owner), current);
    guardServers(functionsOf(owner), current);
  }
  refuseDatagrams(functionsOf(dgram.Socket.prototype), current);
  refuseWorkers(functionsOf(workerThreads), current);
  // Named imports of these modules see the replaced functions from here on.
  syncBuiltinESMExports();
}
