import { resolve } from 'node:path';
import { Expected } from '../config-error.js';

/** A whole number within the two bounds, both included. */
export function integerBetween(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
    if (value >= least && value <= most) return value;
    throw new Expected(`a whole number from ${least} to ${most}`);
  };
}

/** One of a closed list of words. */
export function oneOf<const Word extends string>(words: readonly Word[]): (text: string) => Word {
  return (text) => {
    const word = words.find((candidate) => candidate === text);
    if (word !== undefined) return word;
    throw new Expected(`one of ${words.join(', ')}`);
  };
}

/** A secret of at least so many characters, without control characters (a stray line end is a common slip). */
export function secretOfAtLeast(characters: number): (text: string) => string {
  return (text) => {
    if (text.length >= characters && !/\p{Cc}/u.test(text)) return text;
    throw new Expected(`at least ${characters} characters, none of them a control character`);
  };
}

/** A path of the file system, made absolute from the working directory. */
export function path(text: string): string {
  if (text.includes('\0')) throw new Expected('a path');
  return resolve(text);
}

/** The items of a comma-separated list, trimmed; empty items are dropped, so that a trailing comma is harmless. */
export function listItems(text: string): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
