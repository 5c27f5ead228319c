export type UserError = { __typename: 'UserError'; field: string[] | null; message: string };

/** UserError, as most mutations answer it. */
export function userError(field: string[] | null, message: string): UserError {
  return { __typename: 'UserError', field, message };
}
