/** Ways of writing that a consumer may rely on. */
export type FunctionalityName = 'HIGH_PERFORMANCE_WRITING' | 'IDEMPOTENT_WRITING';

/** What a consumer can do on the way: what an engine lets its clients switch off, remove and put back. */
export type FunctionalityCapabilityName =
  | 'IDENTITY_WRITING'
  | 'DATA_TRUNCATION'
  | 'DATA_DELETION'
  | 'INDEX_MANAGEMENT'
  | 'FOREIGN_KEY_MANAGEMENT'
  | 'UNIQUE_CONSTRAINT_MANAGEMENT'
  | 'TRIGGER_MANAGEMENT'
  | 'SCHEMA_MANAGEMENT';

/** One capability, and how this engine has it. */
export interface FunctionalityCapability {
  readonly name: FunctionalityCapabilityName;
  /** Capabilities of the same functionality that must be used before this one works. */
  readonly dependsOn?: readonly FunctionalityCapabilityName[];
  readonly reason: string;
}

/** One way of writing, as far as one engine has it. */
export interface Functionality {
  readonly name: FunctionalityName;
  readonly description: string;
  /** `ADDITIVE` makes a write better; `PREVENTIVE` keeps a repeated one from doing harm. */
  readonly kind: 'ADDITIVE' | 'PREVENTIVE';
  /** `FULL`: nothing that the functionality needs is missing from this engine. */
  readonly applicability: 'FULL' | 'PARTIAL';
  /** Why it applies in full, or what is missing. */
  readonly reason: string;
  readonly capabilities: readonly FunctionalityCapability[];
}

type Declared = Pick<Functionality, 'applicability' | 'reason' | 'capabilities'>;

/** Fast writing: what slows a load down is out of its way while it runs. */
export function highPerformanceWriting(declared: Declared): Functionality {
  return {
    name: 'HIGH_PERFORMANCE_WRITING',
    description: 'Loads in bulk while indexes, keys and triggers are out of the way.',
    kind: 'ADDITIVE',
    ...declared,
  };
}

/** Repeatable writing: a load that runs twice leaves what one run would have left. */
export function idempotentWriting(declared: Declared): Functionality {
  return {
    name: 'IDEMPOTENT_WRITING',
    description: 'Empties or replaces the target first, so that a repeated load leaves no duplicates.',
    kind: 'PREVENTIVE',
    ...declared,
  };
}
