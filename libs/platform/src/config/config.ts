import { declarations } from './declarations.js';
import type { Setting, SettingWithFallback } from './setting.js';

type Declared = typeof declarations;

type ValueOf<S> =
  S extends SettingWithFallback<infer T> ? T : S extends Setting<infer T> ? T | undefined : never;

/** The typed configuration of a process; frozen, and read once at start. Paths are absolute. */
export type Config = { readonly [Name in keyof Declared]: ValueOf<Declared[Name]> };

/** Every setting in the order of the documents. */
export const settings: readonly Setting<unknown>[] = Object.freeze(Object.values(declarations));
