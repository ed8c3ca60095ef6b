import { applyDecorators } from '@nestjs/common';
import { IsOptional, IsString, Matches } from 'class-validator';

/** An optional text of a query. NUL stands in no stored text, and Postgres takes it in no parameter. */
export function QueryText(): PropertyDecorator {
  return applyDecorators(
    IsOptional(),
    Matches(/^[^\0]*$/, { message: '$property must not contain control characters' }),
    IsString(),
  );
}
