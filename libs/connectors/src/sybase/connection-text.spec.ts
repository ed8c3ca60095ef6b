import { connectionText } from './connection-text.js';

const PARTS = {
  host: '127.0.0.1',
  port: 40_000,
  database: 'shop',
  username: 'reader',
  password: 'p=w [x] %"\'',
};

describe('connectionText', () => {
  it('is made of typed parts, and names the driver first', () => {
    const text = connectionText(PARTS);
    expect(text).toMatch(/^Driver=\{FreeTDS\};TDS_Version=5\.0;/);
    expect(text).toMatch(/;Server=127\.0\.0\.1;Port=40000;Database=shop;UID=reader;PWD=p=w \[x\] %"'$/);
  });

  it.each([
    ['password', 'x;Driver=other'],
    ['password', '{x'],
    ['password', 'x}'],
    ['password', 'x\0y'],
    ['password', 'x\ny'],
    ['password', 'ü'],
    ['username', 'reader;Server=other'],
    ['database', 'shop;Port=1'],
  ])('refuses a %s that two parsers could read in two ways: %j', (part, value) => {
    expect(() => connectionText({ ...PARTS, [part]: value })).toThrow(
      expect.objectContaining({ code: 'credential_invalid' }),
    );
  });
});
