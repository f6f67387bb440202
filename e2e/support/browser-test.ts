import { inject, it } from 'vitest';

const isThere = inject('browser') !== null;

/** A test in the browser; skipped, as the run's beginning has said, where there is none. */
export const browserTest = isThere ? it : it.skip;
