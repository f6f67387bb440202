/** The names of all fields that a document selects, wherever: what is not among them, nobody has to read. */
export type Asks = ReadonlySet<string>;

/** May any of these fields be asked for? */
export const mayAsk = (asks: Asks | null, ...names: string[]) => asks === null || names.some((name) => asks.has(name));
