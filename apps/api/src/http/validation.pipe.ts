import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { type ValidationError, validate } from 'class-validator';
import { isJsonObject } from '#connector-sdk';
import { DomainError, type FieldError, invalid, invalidField } from '#platform/errors';

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
    const instance = plainToInstance(metatype as new () => object, plain, { exposeUnsetFields: false });
    const found = await validate(instance, {
      whitelist: true,
      forbidNonWhitelisted: true,
      validationError: { target: false, value: false },
    });
    if (found.length === 0) return instance;
    const errors = found.flatMap((error) => fieldErrors(error, ''));
    if (isBody) throw invalid(errors);
    throw new DomainError('malformed', 'parameter_malformed', errors[0]!.message, { errors });
  }
}

function fieldErrors(error: ValidationError, parent: string): FieldError[] {
  const path = parent ? `${parent}.${error.property}` : error.property;
  const own = Object.entries(error.constraints ?? {}).slice(0, 1);
  return [
    ...own.map(([rule, message]) =>
      rule === 'whitelistValidation'
        ? { path, rule: 'unknown', message: 'There is no such member.' }
        : { path, rule, message: `${message.replace(/\.$/, '')}.` },
    ),
    ...(error.children ?? []).flatMap((child) => fieldErrors(child, path)),
  ];
}
