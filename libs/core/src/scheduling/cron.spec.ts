import { nextTime, nextTimeWithJitter, parseCron } from './cron.js';

const from = new Date('2026-11-21T10:17:30.000Z');
const next = (text: string, after = from): string | undefined =>
  nextTime(parseCron(text)!, after)?.toISOString().slice(0, 16);

describe('a schedule', () => {
  it.each([
    ['* * * * *', '2026-11-21T10:18'],
    ['*/15 * * * *', '2026-11-21T10:30'],
    ['5 * * * *', '2026-11-21T11:05'],
    ['0 3 * * *', '2026-11-22T03:00'],
    ['30 9-17/4 * * 1-5', '2026-11-23T09:30'],
    ['0 0 1,15 * *', '2026-12-01T00:00'],
    ['0 0 29 2 *', '2028-02-29T00:00'],
    ['0 0 * * 7', '2026-11-22T00:00'],
    ['0 0 * * 0', '2026-11-22T00:00'],
    ['0 0 25 * 1', '2026-11-23T00:00'],
    ['20/20 * * * *', '2026-11-21T10:20'],
    ['  17   10 21 11 * ', '2027-11-21T10:17'],
  ])('"%s" is next due at %s', (text, expected) => {
    expect(next(text)).toBe(expected);
  });

  it.each([
    '',
    '* * * *',
    '* * * * * *',
    '60 * * * *',
    '* 24 * * *',
    '* * 0 * *',
    '* * * 13 *',
    '* * * * 8',
    '5-1 * * * *',
    '*/0 * * * *',
    'a * * * *',
    '1,,2 * * * *',
    '-1 * * * *',
    '@daily',
    '0 0 30 2 *',
    `${'1,'.repeat(60)}1 * * * *`,
  ])('"%s" is none', (text) => {
    expect(parseCron(text)).toBeUndefined();
  });

  it('comes at most a tenth of its interval later, and 10 minutes', () => {
    const at = (text: string, random: number) =>
      nextTimeWithJitter(parseCron(text)!, from, random)?.toISOString();
    expect(at('0 * * * *', 0)).toBe('2026-11-21T11:00:00.000Z');
    expect(at('0 * * * *', 0.5)).toBe('2026-11-21T11:03:00.000Z');
    expect(at('0 3 * * *', 0.5)).toBe('2026-11-22T03:05:00.000Z');
  });
});
