/** The name of the unique, check or foreign-key constraint that PostgreSQL says was violated; null for other errors. */
export function violatedConstraint(error: unknown): string | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { code, constraint } = cause as { code?: string; constraint?: string };
    if (code?.startsWith('23') && constraint) return constraint;
  }
  return null;
}
