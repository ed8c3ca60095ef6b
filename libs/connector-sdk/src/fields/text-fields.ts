import { FILE_NAME } from '../formats/file-name.js';
import { HOST } from '../formats/host.js';
import type { TextFormat } from '../formats/text-format.js';
import { field } from './field.js';
import type { FieldOptions } from './field-spec.js';
import { SECRET_MAX, textKind } from './text-kind.js';

/** Options of {@link Text}. */
export interface TextOptions extends FieldOptions {
  readonly format?: TextFormat;
  readonly max?: number;
  readonly allowEmpty?: boolean;
  readonly multiline?: boolean;
}

/** Text on one line, unless it says otherwise. */
export function Text(options: TextOptions): PropertyDecorator {
  const { format, max, allowEmpty, multiline, ...common } = options;
  const characters = multiline ? 'lines' : 'line';
  return field(common, textKind(multiline ? 'textarea' : 'text', { format, max, allowEmpty, characters }));
}

/** A DNS name or an IP address. */
export function Host(options: FieldOptions): PropertyDecorator {
  return field(options, textKind('text', { format: HOST }));
}

/** The name of a file of the upload area: a check is given that file and no other. */
export function UploadedFile(options: FieldOptions): PropertyDecorator {
  return field({ ...options, file: true }, textKind('text', { format: FILE_NAME }));
}

/** Options of {@link Secret}. */
export interface SecretOptions extends Omit<FieldOptions, 'secret' | 'open' | 'destination' | 'default'> {
  readonly allowEmpty?: boolean;
  /** Which characters it may hold: a token is one line, a key several, a password anything but NUL. */
  readonly characters: 'line' | 'lines' | 'any';
}

/** Text that is sealed and never answered; a mask in its place is refused. */
export function Secret(options: SecretOptions): PropertyDecorator {
  const { allowEmpty, characters, ...common } = options;
  const widget = characters === 'lines' ? 'textarea' : 'password';
  const kind = textKind(widget, { max: SECRET_MAX, allowEmpty, characters, refuseMask: true });
  return field({ ...common, secret: true }, kind);
}

/** One of a few words, which are told apart by case. */
export function Choice(options: FieldOptions & { readonly options: readonly string[] }): PropertyDecorator {
  const { options: choices, ...common } = options;
  return field(common, {
    widget: 'select',
    options: choices,
    schema: { type: 'string', enum: [...choices] },
    rules: [
      {
        name: 'choice',
        message: `must be one of ${choices.join(', ')}`,
        test: (value) => typeof value === 'string' && choices.includes(value),
      },
    ],
  });
}
