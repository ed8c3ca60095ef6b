import { fieldsOf } from './field-metadata.js';
import {
  type FieldClass,
  type FieldSpec,
  isSecretField,
  type Sensitivity,
  type Shape,
} from './field-spec.js';
import type { FormHint } from './form-hint.js';

/** The form hints of a class with field decorators, in form order; parameters as of `objectSchema`. */
export function objectForm(
  fieldClass: FieldClass,
  undeclared: Sensitivity,
  only?: readonly string[],
): FormHint[] {
  return fieldsOf(fieldClass)
    .filter((spec) => only?.includes(spec.name) ?? true)
    .map((spec) => fieldHint(spec, undeclared));
}

function fieldHint(spec: FieldSpec, undeclared: Sensitivity): FormHint {
  return {
    name: spec.name,
    label: spec.label,
    order: spec.order ?? 0,
    secret: isSecretField(spec, undeclared),
    required: spec.required ?? false,
    widget: spec.widget,
    ...(spec.placeholder === undefined ? {} : { placeholder: spec.placeholder }),
    ...(spec.help === undefined ? {} : { help: spec.help }),
    ...(spec.default === undefined ? {} : { default: spec.default }),
    ...(spec.options === undefined ? {} : { options: spec.options }),
    ...shapeHint(spec.nested ?? spec.items, spec.undeclared ?? undeclared),
  };
}

function shapeHint(shape: Shape | undefined, undeclared: Sensitivity): Pick<FormHint, 'fields' | 'variants'> {
  if (shape === undefined) return {};
  if (typeof shape === 'function') return { fields: objectForm(shape, undeclared) };
  const fields = Object.entries(shape.classes).map(([value, one]) => [value, objectForm(one, undeclared)]);
  return { variants: { by: shape.by, fields: Object.fromEntries(fields) as Record<string, FormHint[]> } };
}
