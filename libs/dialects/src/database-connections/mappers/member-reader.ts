import { isJsonObject, isStorable, type JsonObject, ownValue } from '#connector-sdk';
import type { FieldError } from '#platform/errors';

/** Reads the members of an object one by one, and writes down what is wrong with them. Null is as good as absent. */
export class MemberReader {
  constructor(
    private readonly body: JsonObject,
    private readonly prefix: string,
    private readonly errors: FieldError[],
  ) {}

  /** An empty text is as good as none. */
  text(name: string): string | null {
    const value = ownValue(this.body, name) ?? '';
    if (typeof value === 'string') return value === '' ? null : this.storable(name, value);
    this.refuse(name, 'string', 'must be a text');
    return null;
  }

  requiredText(name: string): string {
    const value = ownValue(this.body, name) ?? '';
    if (typeof value !== 'string') this.refuse(name, 'string', 'must be a text');
    else if (value.trim() === '') this.refuse(name, 'required', 'is required');
    else return this.storable(name, value) ?? '';
    return '';
  }

  textOrNumber(name: string): string | number | null {
    const value = ownValue(this.body, name) ?? null;
    return typeof value === 'number' ? value : this.text(name);
  }

  flag(name: string): boolean | null {
    const value = ownValue(this.body, name) ?? null;
    if (value === null || typeof value === 'boolean') return value;
    this.refuse(name, 'boolean', 'must be true or false');
    return null;
  }

  /** A reader of the object's own members. */
  object(name: string): MemberReader | null {
    const value = ownValue(this.body, name) ?? null;
    if (value === null) return null;
    if (isJsonObject(value)) return new MemberReader(value, `${this.prefix}${name}.`, this.errors);
    this.refuse(name, 'object', 'must be an object');
    return null;
  }

  /** PostgreSQL's text holds neither NUL nor half of a surrogate pair. */
  private storable(name: string, value: string): string | null {
    if (isStorable(value)) return value;
    this.refuse(name, 'text', 'must hold no NUL character and no half of a surrogate pair');
    return null;
  }

  private refuse(name: string, rule: string, what: string): void {
    const path = `${this.prefix}${name}`;
    this.errors.push({ path, rule, message: `${path} ${what}.` });
  }
}
