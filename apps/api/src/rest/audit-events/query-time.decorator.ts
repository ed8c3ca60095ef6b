import { applyDecorators } from '@nestjs/common';
import { IsOptional, ValidateBy, isISO8601 } from 'class-validator';

/** An optional point in time of a query: ISO 8601, in a form that names one (`2025-W21-2` does not here). */
export function QueryTime(): PropertyDecorator {
  return applyDecorators(
    IsOptional(),
    ValidateBy({
      name: 'time',
      validator: {
        validate: (value) =>
          typeof value === 'string' &&
          isISO8601(value, { strict: true }) &&
          !Number.isNaN(new Date(value).getTime()),
        defaultMessage: () => '$property must be a time such as 2025-05-23T11:03:01Z',
      },
    }),
  );
}
