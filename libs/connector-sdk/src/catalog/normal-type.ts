/** What engines' types have in common. */
export const NORMAL_TYPES = [
  'string',
  'integer',
  'decimal',
  'float',
  'boolean',
  'date',
  'time',
  'timestamp',
  'interval',
  'binary',
  'json',
  'uuid',
  'array',
  'struct',
  'map',
  'geography',
  'other',
] as const;

/** One of {@link NORMAL_TYPES}. */
export type NormalType = (typeof NORMAL_TYPES)[number];

/** Asked in this order; the first that fits holds. Words of one engine that mean another thing elsewhere are not here. */
const RULES: readonly (readonly [RegExp, NormalType])[] = [
  [/\[\d*\]$|^_|^(?:array|list)\b/, 'array'],
  [/^map\b/, 'map'],
  [/^(?:struct|row|record|tuple|nested|union|object)\b/, 'struct'],
  [/^interval\b/, 'interval'],
  [/^(?:timestamp|(?:big|small)?datetime|seconddate)/, 'timestamp'],
  [/^(?:big)?time/, 'time'],
  [/^(?:date|year)/, 'date'],
  [/^tinyint\(1\)$|^(?:bool|boolean|bit|bit\(1\)|logical)$/, 'boolean'],
  [
    /^(?:(?:unsigned )?u?(?:tiny|small|medium|big|huge)?int(?:eger)?\d*|(?:small|big)?serial\d*|byte|short|long|oid)\b/,
    'integer',
  ],
  [/^(?:numeric|decimal|dec|number|fixed|(?:small)?money|bignumeric|(?:small)?decimal\d*)\b/, 'decimal'],
  [/^(?:float|double|real|binary_(?:float|double)|bfloat16)/, 'float'],
  [/^(?:uuid|uniqueidentifier|guid)\b/, 'uuid'],
  [/^(?:jsonb?|variant|super)\b/, 'json'],
  [
    /^(?:bytea|bytes|(?:var)?binary|(?:tiny|medium|long)?blob|raw|long raw|image|varbyte|rowversion|bit)\b/,
    'binary',
  ],
  [
    /^(?:geography|geometry|point|polygon|line|lseg|path|box|circle|linestring|multi\w+|sdo_geometry|st_\w+)\b/,
    'geography',
  ],
  [
    /^(?:(?:n|uni)?(?:var)?char2?|alphanum|character|string|(?:tiny|medium|long|short|bin|uni|n)?text|n?clob|long varchar|bpchar|citext|name|enum|fixedstring|uniqueidentifier|(?:long)?sysname|xml|inet|cidr|macaddr)/,
    'string',
  ],
];

/** `Nullable(…)` and `LowCardinality(…)` say nothing of what a value is. */
const WRAPPER = /^(?:nullable|lowcardinality)\((.*)\)$/;
/** Within each other: engines have one of each, and each more takes as long as its text. */
const MOST_WRAPPERS = 4;

/**
 * What a type is in words that all engines share.
 *
 * @param type - the engine's own word, with or without length and precision
 */
export function normalType(type: string): NormalType {
  let word = type.trim().toLowerCase();
  for (let left = MOST_WRAPPERS; left > 0; left -= 1) word = WRAPPER.exec(word)?.[1]?.trim() ?? word;
  return RULES.find(([words]) => words.test(word))?.[1] ?? 'other';
}
