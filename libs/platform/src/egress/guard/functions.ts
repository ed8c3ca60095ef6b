/** A function whose arguments are none of our business. */
export type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;

/** The functions of a module or a prototype, by name. */
export type Functions = Record<string, AnyFunction | undefined>;

/** A module or a prototype of Node, seen as its functions. */
export function functionsOf(owner: object): Functions {
  return owner as Functions;
}

/** Replaces a function that may be missing in this version of Node. */
export function replace(owner: Functions, name: string, make: (original: AnyFunction) => AnyFunction): void {
  const original = owner[name];
  if (original !== undefined) owner[name] = make(original);
}
