import type { UserErrorCode } from '@copydesk/rules';

/** A refused change, as the API shows it. `field` is the path in the operation's input. */
export type UserError = { code: UserErrorCode; message: string; field: string[] | null };

/** Thrown by an operation that refuses: nothing was changed. Payloads carry it as data, jobs log it, mail keeps it. */
export class Refusal extends Error {
  readonly errors: readonly UserError[];

  constructor(...errors: UserError[]) {
    super(errors.map((error) => error.message).join(' '));
    this.name = 'Refusal';
    this.errors = errors;
  }

  static of(code: UserErrorCode, message: string, field: string[] | null = null): Refusal {
    return new Refusal({ code, message, field });
  }
}
