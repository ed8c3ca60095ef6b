import type http from 'node:http';
import type https from 'node:https';
import type { Duplex } from 'node:stream';

import type { AllowedPlace, ProbeNetwork } from '../../probe/probe.js';

/** Agents for a driver that tries again, or wraps what went wrong until nothing of it is left. */
export interface WatchedAgents {
  readonly http: http.Agent;
  readonly https: https.Agent;
  /** The work's result, or the first connection's failure as soon as there is one. */
  unlessBroken<T>(work: Promise<T>): Promise<T>;
}

type Opened = (error: Error | null, socket?: Duplex) => void;
type Opens = (to: object, opened: Opened) => void;

/** The network's agents, which remember the first connection that could not be made. */
export function watchedAgents(network: ProbeNetwork, allowed: readonly AllowedPlace[]): WatchedAgents {
  const agents = network.agents(allowed);
  let fail: (error: Error) => void = () => undefined;
  const broken = new Promise<never>((_, reject) => {
    fail = reject;
  });
  // Whoever waits for nothing at that moment is told by the driver.
  broken.catch(() => undefined);
  for (const agent of [agents.http, agents.https]) watch(agent, (error) => fail(error));
  return { ...agents, unlessBroken: (work) => Promise.race([work, broken]) };
}

function watch(agent: http.Agent, fail: (error: Error) => void): void {
  const open = (agent as unknown as { createConnection: Opens }).createConnection;
  Object.assign(agent, {
    createConnection: (to: object, opened: Opened): void => {
      open.call(agent, to, (error, socket) => {
        if (error) fail(error);
        opened(error, socket);
      });
    },
  });
}
