import { createLogger, requestLine, SecretRegistry } from './index.js';

const scope = {
  tenant: 'acme',
  principal: { kind: 'user', id: 'u-1', name: 'ann@acme.example', role: 'editor' },
} as const;

describe('the logger', () => {
  const written: string[] = [];
  const secrets = new SecretRegistry();
  const logger = createLogger({
    level: 'info',
    secrets,
    destination: { write: (line) => void written.push(line) },
  });
  const last = (): Record<string, unknown> => {
    expect(written.at(-1)).toMatch(/^\{.*\}\n$/);
    return JSON.parse(written.at(-1) ?? '') as Record<string, unknown>;
  };

  it('writes one line of JSON, with the level as a word and the time as ISO 8601', () => {
    logger.info({ tenant: 'acme' }, 'started');
    expect(last()).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      pid: process.pid,
      tenant: 'acme',
      msg: 'started',
    });
  });

  it('leaves out what is below its level', () => {
    const before = written.length;
    logger.debug('detail');
    expect(written).toHaveLength(before);
  });

  it.each(['authorization', 'Cookie', 'set-cookie', 'x-api-key', 'X-TLM-Key', 'password', 'clientSecret'])(
    'hides what stands under %s, at any depth and of any kind',
    (name) => {
      for (const value of ['plain-value-1', 90_817_263, ['plain-value-1'], { deep: 'plain-value-1' }]) {
        logger.info(
          { headers: { [name]: value, host: 'a.example' }, list: [{ inner: { [name]: value } }] },
          'called',
        );
        expect(written.at(-1)).not.toMatch(/plain-value-1|90817263/);
        expect(last()).toMatchObject({
          headers: { [name]: '[redacted]', host: 'a.example' },
          list: [{ inner: { [name]: '[redacted]' } }],
        });
      }
    },
  );

  it('hides by name in bindings of children, in serialised objects, and in names that need an escape', () => {
    logger.child({ apiKey: 'plain-value-2' }).info('from a child');
    expect(last()).toMatchObject({ apiKey: '[redacted]' });
    logger.info({ target: { toJSON: () => ({ pwd: 'plain-value-2' }) } }, 'from toJSON');
    expect(last()).toMatchObject({ target: { pwd: '[redacted]' } });
    logger.info({ 'the "password"': 'plain-value-2' });
    expect(last()).toMatchObject({ 'the "password"': '[redacted]' });
  });

  it('tells that a secret was absent', () => {
    logger.info({ password: null });
    expect(last()).toMatchObject({ password: null });
  });

  it.each([
    's3cr3t!',
    'with "quotes" and \\ back',
    'two\nlines of it',
    'ünïcödé-😀',
    '{"json":"inside"}',
    'a b&c=d/e+f',
  ])('hides the remembered secret %j wherever it stands', (secret) => {
    secrets.remember(secret);
    const error = new Error(`login with ${secret} failed`, { cause: new Error(secret) });
    logger.error(error);
    logger.info('interpolated %s here', secret);
    logger.info({ note: JSON.stringify({ note: secret }), [`key ${secret}`]: [secret] }, secret);
    logger.child({ note: `(${secret})` }).info({ url: `https://a.example/${encodeURIComponent(secret)}` });
    for (const line of written.slice(-4)) {
      const text = JSON.stringify(JSON.parse(line));
      expect(text).toContain('[redacted]');
      for (const form of [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)]) {
        expect(text).not.toContain(form);
        expect(text).not.toContain(JSON.stringify(form).slice(1, -1));
      }
    }
  });

  it('keeps a line readable when a secret looks like a part of it', () => {
    secrets.remember('20304050');
    logger.info({ ms: 20_304_050, other: 120_304_050, text: 'n 20304050' });
    expect(last()).toMatchObject({ ms: '[redacted]', other: 120_304_050, text: 'n [redacted]' });
  });

  it('writes of an error its type, message, code, stack and causes, and no other property', () => {
    const cause = Object.assign(new TypeError('inner'), { code: 42, options: 'plain-value-3' });
    const error = Object.assign(new RangeError('outer', { cause }), {
      code: 'E_OUT',
      parameters: ['plain-value-3'],
    });
    logger.error({ err: error, failure: error }, 'failed');
    const shown = {
      type: 'RangeError',
      message: 'outer',
      code: 'E_OUT',
      stack: error.stack,
      cause: { type: 'TypeError', message: 'inner', code: 42, stack: cause.stack },
    };
    expect(last()).toMatchObject({ msg: 'failed' });
    expect(last().err).toEqual(shown);
    expect(last().failure).toEqual(shown);
  });

  it('survives an error that is its own cause', () => {
    const error = new Error('loop');
    error.cause = error;
    logger.error(error);
    expect(last()).toMatchObject({ msg: 'loop' });
  });

  it('writes of a request the pattern of its route and never its address', () => {
    const request = {
      id: 'r-1',
      method: 'GET',
      url: '/api/tenants/acme/x?token=plain-value-4',
      routeOptions: { url: '/api/tenants/:tenant/x' },
    };
    const reply = { statusCode: 200, elapsedTime: 3.217 };
    const known = { method: 'GET', route: '/api/tenants/:tenant/x' };
    expect(requestLine(request, reply, scope)).toEqual({
      ...known,
      status: 200,
      ms: 3.2,
      request_id: 'r-1',
      tenant: 'acme',
      principal: 'u-1',
    });
    expect(requestLine({ id: 'r-2', method: 'GET' }, reply)).not.toHaveProperty('tenant');
    expect(requestLine({ id: 'r-2', method: 'GET' }, reply).route).toBe('unmatched');
    logger.info({ req: request, res: reply });
    expect(last()).toMatchObject({ req: known, res: { status: 200, ms: 3.2 } });
    expect(written.at(-1)).not.toContain('plain-value-4');
  });
});
