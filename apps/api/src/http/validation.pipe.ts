import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { type ValidationError, getMetadataStorage, validate } from 'class-validator';
import { type JsonObject, isJsonObject } from '#connector-sdk';
import { DomainError, type FieldError, invalid, invalidField, malformed } from '#platform/errors';

/**
 * Validates bodies (422) and queries (400) against their DTO's rules. An unknown member is an error; a
 * message names the member and the rule, never the value.
 */
@Injectable()
export class ValidationPipe implements PipeTransform {
  async transform(value: unknown, { type, metatype }: ArgumentMetadata): Promise<unknown> {
    if ((type !== 'body' && type !== 'query') || !metatype || metatype === Object) return value;
    const isBody = type === 'body';
    // No body at all breaks the rules of its required members, and those alone.
    const plain = value ?? {};
    if (!isJsonObject(plain)) throw invalidField('body', 'object', 'The body must be a JSON object.');
    if (!isBody) refuseNul(plain);
    const { dto, unknown } = dtoOf(metatype as new () => object, plain);
    const found = await validate(dto, { validationError: { target: false, value: false } });
    const errors = [...unknown, ...found.flatMap((error) => fieldErrors(error, ''))];
    if (errors.length === 0) return dto;
    if (isBody) throw invalid(errors);
    throw new DomainError('malformed', 'parameter_malformed', errors[0]!.message, { errors });
  }
}

/**
 * Takes over the members that the class declares, as they came. No library copies a caller's object here: one
 * would meet members such as `constructor`, and take them for what JavaScript means by the name.
 */
function dtoOf(type: new () => object, plain: JsonObject): { dto: object; unknown: FieldError[] } {
  const rules = getMetadataStorage().getTargetValidationMetadatas(type, '', false, false);
  const declared = new Set(rules.map(({ propertyName }) => propertyName));
  const members = Object.entries(plain);
  return {
    dto: Object.assign(new type(), Object.fromEntries(members.filter(([name]) => declared.has(name)))),
    unknown: members
      .filter(([name]) => !declared.has(name))
      .map(([path]) => ({ path, rule: 'unknown', message: 'There is no such member.' })),
  };
}

/** No text of the database holds a NUL, so no filter can mean one. */
function refuseNul(query: object): void {
  for (const [name, value] of Object.entries(query)) {
    if (!String(value).includes('\0')) continue;
    throw malformed('parameter_malformed', `${name} must not contain NUL characters.`);
  }
}

function fieldErrors(error: ValidationError, parent: string): FieldError[] {
  const path = parent ? `${parent}.${error.property}` : error.property;
  const own = Object.entries(error.constraints ?? {}).slice(0, 1);
  return [
    ...own.map(([rule, message]) => ({ path, rule, message: `${message.replace(/\.$/, '')}.` })),
    ...(error.children ?? []).flatMap((child) => fieldErrors(child, path)),
  ];
}
