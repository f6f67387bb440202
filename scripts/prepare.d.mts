/** Builds the console into packages/console/dist, unless that was made from the same sources. */
export function buildConsole(): Promise<void>;
