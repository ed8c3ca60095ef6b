import { resolve } from 'node:path';
import type { CheckOutcome, JsonObject, ProberJob } from '#connector-sdk';
import {
  DENIED,
  deniedHosts,
  metadataHosts,
  OPENED,
  UNREACHABLE,
} from '../support/egress/denied-addresses.js';
import { BASTION, CANARY_PORT, REDIRECTOR, SSH_PORT } from '../support/egress/inside/places.js';
import { NamespacedProber } from '../support/egress/namespaced-prober.js';
import { WAYS } from '../support/egress/rogue-driver.js';
import { networkedTargets, type NetworkedTarget } from '../support/egress/targets.js';
import { createWorld, type World } from '../support/egress/world.js';
import { type JdbcFolder, jdbcFolderWith } from '../support/jdbc-folder.js';
import { failureOf } from '../support/probe.js';

const named = (targets: readonly NetworkedTarget[]) =>
  targets.map((target) => [target.type, target] as const);
const targets = await networkedTargets();
const postgres = targets.find(({ type }) => type === 'POSTGRES')!;
const choosing = named(targets.filter(({ choosesHost }) => choosesHost));
const tunnelling = named(targets.filter(({ connector }) => connector.transports.includes('ssh')));
const HTTP_FAMILIES: readonly string[] = ['http-sql', 'object-store'];

const opened = { allow: { networks: OPENED, hosts: [] }, own: [] };
/** Its driver is built where the machine has ODBC; that one's jar is brought by the operator. */
const WITHOUT_DRIVER = ['SYBASE', 'DB2'];
const FEW = 4;
const HOST = 'moved.example';
const INNER = 'inner.example';
const INTERNAL = '10.0.0.1';
const METADATA = '169.254.169.254';

/** What a name may lead to; `*` is any name, a vendor's too. */
const ZONES = [
  ...DENIED.map((address) => ({ '*': [[address]] })),
  { '*': [[REDIRECTOR, INTERNAL]] },
  { '*': [[INTERNAL, REDIRECTOR]] },
  { '*': [[REDIRECTOR, '::1']] },
  { '*': [['::ffff:10.0.0.1']] },
  { '*': [['64:ff9b::a9fe:a9fe']] },
  { '*': [['2002:a9fe:a9fe::1']] },
  { '*': [[`alias:${INNER}`]], [INNER]: [[METADATA]] },
  { '*': [[`alias:${INNER}`]], [INNER]: [[REDIRECTOR, INTERNAL]] },
];
const REDIRECTIONS = [301, 302, 303, 307, 308, 200].flatMap((status) =>
  [`${INTERNAL}:${CANARY_PORT}`, `${METADATA}:80`, `[::1]:${CANARY_PORT}`, `${INNER}:${CANARY_PORT}`].map(
    (to) => ({
      to,
      status,
    }),
  ),
);

describe('egress in a network that holds every denied address', () => {
  let world: World;
  let prober: NamespacedProber;
  let jars: JdbcFolder;

  beforeAll(async () => {
    const rogue = resolve('dist/test/support/egress/rogue-driver.js');
    world = await createWorld();
    jars = await jdbcFolderWith('postgresql.jar');
    prober = await NamespacedProber.create(world, { ROGUE: rogue });
  });
  afterAll(async () => {
    await prober.close();
    await jars.remove();
    await world.close();
  });
  beforeEach(() => world.next({ zone: {} }));

  const attempt = (target: NetworkedTarget, host: string, rest: Partial<ProberJob> = {}) =>
    prober.run(target.job(host, { jdbcFolder: jars.path, ...rest }));
  /** All, or a few evenly chosen. */
  const someFor = <Item>({ slow }: NetworkedTarget, items: readonly Item[]): readonly Item[] =>
    slow ? items.filter((_, index) => index % Math.ceil(items.length / FEW) === 0) : items;
  const isAbsent = ({ type }: NetworkedTarget, outcome: CheckOutcome): boolean =>
    WITHOUT_DRIVER.includes(type) && /: driver_not_installed$/.test(failureOf(outcome) ?? '');
  const expectNobodyReached = async () => {
    const happened = await world.next();
    expect(happened.arrivals).toEqual([]);
    return happened;
  };

  describe('with the policy opened', () => {
    it.each(named(targets))('%s reaches what it is pointed at', async (_, target) => {
      await world.next({ zone: { '*': [[INTERNAL]] } });
      const outcome = await attempt(target, target.choosesHost ? INTERNAL : HOST, { egress: opened });
      const { arrivals } = await world.next();
      if (!isAbsent(target, outcome)) {
        expect(arrivals).toContainEqual({ address: INTERNAL, port: expect.any(Number) });
      }
    });

    it('each address is reached that the kernel connects to', async () => {
      const missed: string[] = [];
      for (const address of DENIED) {
        await attempt(postgres, address, { egress: opened });
        if ((await world.next()).arrivals.length === 0) missed.push(address);
      }
      expect(missed.sort()).toEqual([...UNREACHABLE].sort());
    });

    it('the own infrastructure is not reached', async () => {
      const own = [{ host: '11.0.0.7', port: CANARY_PORT }];
      for (const host of ['11.0.0.7', '0x0b.7', '::ffff:11.0.0.7', '184549383']) {
        await attempt(postgres, host, { egress: { ...opened, own } });
        await expectNobodyReached();
        await attempt(postgres, host, { egress: opened });
        expect((await world.next()).arrivals).toContainEqual({ address: '11.0.0.7', port: CANARY_PORT });
      }
    });
  });

  describe('by its address', () => {
    it.each(choosing)('%s reaches none, however it is written', async (_, target) => {
      const unexpected: [string, string | undefined][] = [];
      for (const host of someFor(target, deniedHosts())) {
        const outcome = await attempt(target, host);
        const code = failureOf(outcome);
        // A URL cannot be made of every text; such a one is no valid payload either.
        const refused = code === 'resolve: egress_denied' || code === 'resolve: dns_not_found';
        if (!refused && !isAbsent(target, outcome) && target.isValid(host)) unexpected.push([host, code]);
      }
      await expectNobodyReached();
      expect(unexpected).toEqual([]);
    });
  });

  describe('by name', () => {
    it.each(named(targets))('%s reaches none', async (_, target) => {
      for (const zone of someFor(target, ZONES)) {
        await world.next({ zone });
        const outcome = await attempt(target, HOST);
        if (!isAbsent(target, outcome)) expect(failureOf(outcome)).toBe('resolve: egress_denied');
      }
      await expectNobodyReached();
    });

    it.each(named(targets))('%s reaches none when the next answer is another one', async (_, target) => {
      await world.next({
        zone: { '*': [[REDIRECTOR], [INTERNAL]] },
        redirection: { to: `${HOST}:${CANARY_PORT}`, status: 302 },
      });
      const outcome = await attempt(target, HOST);
      const { lookups } = await expectNobodyReached();
      expect(outcome.ok).toBe(false);
      if (!isAbsent(target, outcome)) expect(lookups).not.toEqual([]);
    });
  });

  describe('by redirect', () => {
    it.each(named(targets))('%s reaches none', async (_, target) => {
      const zone = { '*': [[REDIRECTOR]], [INNER]: [[INTERNAL]] };
      const speaksHttp = HTTP_FAMILIES.includes(target.connector.family);
      for (const redirection of speaksHttp ? REDIRECTIONS : REDIRECTIONS.slice(0, 1)) {
        await world.next({ zone, redirection });
        expect(await attempt(target, HOST)).toMatchObject({ ok: false });
        const { redirected } = await expectNobodyReached();
        if (speaksHttp) expect(redirected).toBeGreaterThan(0);
      }
    });
  });

  describe('past the network of a check', () => {
    const go = async (
      way: string,
      host: string,
      egress: ProberJob['egress'] = { allow: { networks: [], hosts: [] }, own: [] },
    ) => {
      const job = postgres.job(host, { type: 'ROGUE', egress, deadlineMs: 2_000 });
      const payload = { way, host, port: CANARY_PORT };
      return prober.run({ ...job, target: { ...job.target, payload } });
    };
    const hosts = [
      INTERNAL,
      '0x7f.1',
      '2130706433',
      '0',
      METADATA,
      '::1',
      '::ffff:10.0.0.1',
      'fd00:ec2::254',
      'localhost',
      INNER,
    ];
    const zone = {
      [INNER]: [[INTERNAL]],
      [HOST]: [[REDIRECTOR], [INTERNAL]],
      'innocent.example': [[INTERNAL]],
    };
    const redirection = { to: `${INTERNAL}:${CANARY_PORT}`, status: 302 };
    const hostFor = (way: string): string =>
      ({ rebound: HOST, redirected: HOST, ownLookup: INTERNAL })[way] ?? INNER;
    const alwaysRefused = ['datagram', 'worker'];

    it.each(Object.keys(WAYS))('a driver reaches none by %s', async (way) => {
      for (const host of [...hosts, HOST]) {
        if (host === HOST && hostFor(way) !== HOST) continue;
        await world.next({ zone, redirection });
        expect(await go(way, host)).toMatchObject({ ok: false });
      }
      await expectNobodyReached();
    });

    it.each(Object.keys(WAYS))('with the policy opened, a driver may by %s', async (way) => {
      await world.next({ zone, redirection });
      await go(way, hostFor(way), opened);
      const { arrivals } = await world.next();
      expect(arrivals.some(({ address }) => address === INTERNAL)).toBe(!alwaysRefused.includes(way));
    });
  });

  describe('behind a bastion', () => {
    const hop = (host: string, rest: JsonObject = {}): JsonObject => ({
      host,
      port: SSH_PORT,
      username: 'reader',
      password: 'example-password',
      host_key: world.hostKey,
      ...rest,
    });
    const through = (
      target: NetworkedTarget,
      host: string,
      ssh: JsonObject,
      egress?: ProberJob['egress'],
    ) => {
      const job = target.job(host, { jdbcFolder: jars.path, ...(egress ? { egress } : {}) });
      return prober.run({ ...job, target: { ...job.target, transport: { ssh } } });
    };

    it.each(tunnelling)('%s asks for no metadata service', async (_, target) => {
      for (const host of someFor(target, metadataHosts())) {
        const outcome = await through(target, host, hop(BASTION));
        if (target.isValid(host)) expect(outcome.ok).toBe(false);
      }
      const { forwarded } = await expectNobodyReached();
      expect(forwarded).toEqual([]);
    });

    it.each(tunnelling)(
      '%s asks for what lies there, and with the policy opened for more',
      async (_, target) => {
        const outcome = await through(target, INTERNAL, hop(BASTION));
        if (isAbsent(target, outcome)) return;
        expect((await world.next()).forwarded).toContain(`${INTERNAL}:${CANARY_PORT}`);
        await through(target, METADATA, hop(BASTION), opened);
        expect((await world.next()).forwarded).toContain(`${METADATA}:${CANARY_PORT}`);
      },
    );

    it('nothing is asked for that is the own infrastructure', async () => {
      const own = [{ host: '11.0.0.7', port: CANARY_PORT }, { host: 'own.example' }];
      for (const host of [
        '11.0.0.7',
        '0x0b.7',
        '::ffff:11.0.0.7',
        '11.0.0.7.',
        'own.example',
        'OWN.example.',
      ]) {
        await through(postgres, host, hop(BASTION), { ...opened, own });
      }
      expect((await expectNobodyReached()).forwarded).toEqual([]);
    });

    it('the bastion is no denied address itself', async () => {
      for (const host of deniedHosts()) await through(postgres, HOST, hop(host));
      await expectNobodyReached();
    });

    it('nor is the second one, seen from the first', async () => {
      // The first address in all of its spellings; each attempt is a login.
      const hosts = metadataHosts().slice(0, 24);
      for (const host of hosts) await through(postgres, HOST, hop(host, { jump: hop(BASTION) }));
      expect((await expectNobodyReached()).forwarded).toEqual([]);
      await through(postgres, HOST, hop(INTERNAL, { jump: hop(BASTION) }));
      expect((await world.next()).forwarded).toContain(`${INTERNAL}:${SSH_PORT}`);
    });
  });
});
