/** The fields of a schedule: minute, hour, day of the month, month, day of the week (0 is Sunday). */
const FIELDS = [
  { least: 0, most: 59 },
  { least: 0, most: 23 },
  { least: 1, most: 31 },
  { least: 1, most: 12 },
  { least: 0, most: 7 },
] as const;

const PART = /^(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:\/(\d{1,2}))?$/;
const LONGEST = 100;
const MINUTE_MS = 60_000;
/** Enough for the 29th of February on a given day of the week. */
const MOST_DAYS = 366 * 29;
const SUNDAY = 7;

/** When something happens, as crontab(5) writes it, in UTC. */
export interface Cron {
  /** Allowed values by field. */
  readonly fields: readonly ReadonlySet<number>[];
  /** True where both days are given: then either is enough, as in crontab(5). */
  readonly eitherDay: boolean;
}

/**
 * Reads the five fields of a schedule: `*`, numbers, ranges, lists and steps; no names.
 *
 * @returns undefined for any other text, and for one that never comes true
 */
export function parseCron(text: string): Cron | undefined {
  const parts = text.length <= LONGEST ? text.trim().split(/\s+/) : [];
  if (parts.length !== FIELDS.length) return undefined;
  const fields = parts.map((part, index) => readField(part, FIELDS[index]!));
  if (fields.some((field) => field === undefined)) return undefined;
  const values = fields as Set<number>[];
  if (values[4]!.delete(SUNDAY)) values[4]!.add(0);
  const eitherDay = !parts[2]!.startsWith('*') && !parts[4]!.startsWith('*');
  const cron = { fields: values, eitherDay };
  return nextTime(cron, new Date(0)) ? cron : undefined;
}

/** The first time after the given one; undefined when there is none within a generation. */
export function nextTime(cron: Cron, after: Date): Date | undefined {
  const start = Math.floor(after.getTime() / MINUTE_MS + 1) * MINUTE_MS;
  const day = new Date(start);
  day.setUTCHours(0, 0, 0, 0);
  for (let days = 0; days < MOST_DAYS; days += 1, day.setUTCDate(day.getUTCDate() + 1)) {
    if (!isOn(cron, day)) continue;
    for (const hour of sorted(cron.fields[1]!)) {
      for (const minute of sorted(cron.fields[0]!)) {
        const time = day.getTime() + (hour * 60 + minute) * MINUTE_MS;
        if (time >= start) return new Date(time);
      }
    }
  }
  return undefined;
}

const MOST_JITTER_MS = 600_000;

/**
 * The next time, and up to a tenth of the time until the one behind it (10 minutes at most) later: schedules of many
 * connections that all say "at midnight" do not begin at once.
 *
 * @param random - from 0 to below 1
 */
export function nextTimeWithJitter(cron: Cron, after: Date, random = Math.random()): Date | undefined {
  const next = nextTime(cron, after);
  if (!next) return undefined;
  const following = nextTime(cron, next) ?? next;
  const span = Math.min((following.getTime() - next.getTime()) / 10, MOST_JITTER_MS);
  return new Date(next.getTime() + Math.floor(random * span));
}

function isOn({ fields, eitherDay }: Cron, day: Date): boolean {
  const [, , monthDays, months, weekDays] = fields;
  if (!months!.has(day.getUTCMonth() + 1)) return false;
  const byMonth = monthDays!.has(day.getUTCDate());
  const byWeek = weekDays!.has(day.getUTCDay());
  return eitherDay ? byMonth || byWeek : byMonth && byWeek;
}

function readField(text: string, { least, most }: (typeof FIELDS)[number]): Set<number> | undefined {
  const values = new Set<number>();
  for (const item of text.split(',')) {
    const match = PART.exec(item);
    if (!match) return undefined;
    const [, first, last, stepText] = match;
    const step = stepText === undefined ? 1 : Number(stepText);
    const from = first === undefined ? least : Number(first);
    const open = first === undefined || (last === undefined && stepText !== undefined);
    const to = open ? most : Number(last ?? first);
    if (from < least || to > most || from > to || step < 1) return undefined;
    for (let value = from; value <= to; value += step) values.add(value);
  }
  return values;
}

function sorted(values: ReadonlySet<number>): number[] {
  return [...values].sort((a, b) => a - b);
}
