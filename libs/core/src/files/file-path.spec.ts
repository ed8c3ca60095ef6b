import { checkFilePath } from './file-path.js';

describe('checkFilePath', () => {
  it.each(['a', 'shop.db', '.pgpass', 'keys/prod/ca.pem', 'My File.json', 'a-b_c.d/e', 'x.y.z'])(
    'takes %j',
    (path) => {
      expect(checkFilePath('path', path)).toEqual([]);
    },
  );

  it.each([
    '.',
    '..',
    '../a',
    'a/..',
    'a/../b',
    'a/./b',
    '..a',
    '...',
    '/a',
    'a/',
    'a//b',
    'a\\b',
    'C:a',
    '%2e%2e',
    'a\0',
    'a\nb',
    ' a',
    'a ',
    'a/ b',
    'ä',
    's3://a/b',
    'a;b',
    '~',
  ])('refuses %j, and does not repeat it', (path) => {
    const [error] = checkFilePath('where', path);
    expect(error).toMatchObject({ path: 'where', rule: 'format' });
    expect(error!.message).toMatch(/^where must be names of letters/);
  });

  it('refuses none and what is too long', () => {
    expect(checkFilePath('path', '')[0]!.rule).toBe('required');
    expect(checkFilePath('path', 'a'.repeat(512))).toEqual([]);
    expect(checkFilePath('path', 'a'.repeat(513))[0]!.rule).toBe('max_length');
  });

  it('answers soon, whatever it is asked', () => {
    expect(checkFilePath('path', `${'a '.repeat(250)}!`)).toHaveLength(1);
    expect(checkFilePath('path', `${'a/'.repeat(250)}!`)).toHaveLength(1);
  });
});
