import { EgressPolicy, resolveOwnNames } from './index.js';

const rules = {
  allow: { networks: ['10.0.0.0/8'], hosts: [] },
  own: [{ host: 'own-db.example', port: 5432 }, { host: '10.0.0.9' }, { host: '/run/postgresql' }],
};

describe('own names', () => {
  it('close what they resolve to, under whichever name it is asked for', async () => {
    const resolved = await resolveOwnNames(rules, async (name) => {
      expect(name).toBe('own-db.example');
      return [
        { address: '10.0.0.5', family: 4 },
        { address: '10.0.0.6', family: 4 },
      ];
    });
    const policy = new EgressPolicy(resolved);
    for (const address of ['10.0.0.5', '10.0.0.6', '10.0.0.9'])
      expect(policy.permits(address, 'alias.example', 5432)).toBe(false);
    expect(policy.permits('8.8.8.8', 'own-db.example', 5432)).toBe(false);
    expect(policy.permits('10.0.0.5', 'alias.example', 5433)).toBe(true);
  });

  it('that cannot be resolved make no policy', async () => {
    await expect(resolveOwnNames(rules, () => Promise.reject(new Error('no answer')))).rejects.toThrow();
  });
});
