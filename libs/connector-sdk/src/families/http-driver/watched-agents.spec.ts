import https from 'node:https';

import { httpAgents } from '../../probe/http-agents.js';
import type { ProbeNetwork } from '../../probe/probe.js';
import { watchedAgents } from './watched-agents.js';

describe('watched agents', () => {
  const refused = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
  const network = {
    agents: (allowed) =>
      httpAgents(
        allowed,
        () => Promise.reject(refused),
        async (socket) => socket,
      ),
  } as Pick<ProbeNetwork, 'agents'> as ProbeNetwork;
  const never = () => new Promise<never>(() => undefined);
  const request = (agent: https.Agent, host: string): void => {
    https.get({ agent, host, path: '/' }).on('error', () => undefined);
  };

  it('end a wait for a driver that would try again for ever', async () => {
    const agents = watchedAgents(network, [{ host: 'db.example', port: 443 }]);
    request(agents.https, 'db.example');
    await expect(agents.unlessBroken(never())).rejects.toBe(refused);
  });

  it('tell of a way that leads elsewhere', async () => {
    const agents = watchedAgents(network, [{ host: 'db.example', port: 443 }]);
    request(agents.https, 'elsewhere.example');
    await expect(agents.unlessBroken(never())).rejects.toMatchObject({ code: 'redirect_outside_target' });
  });

  it('leave a driver alone that has an answer', async () => {
    const agents = watchedAgents(network, []);
    await expect(agents.unlessBroken(Promise.resolve('answer'))).resolves.toBe('answer');
  });
});
