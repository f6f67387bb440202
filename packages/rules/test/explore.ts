/**
 * Enumerates without waste: a dimension is branched over when it is read, and only then. What a run never reads cannot
 * have made a difference to it, so the runs together stand for every combination of all values.
 */
export type Dimensions = Readonly<Record<string, readonly unknown[]>>;

/** The value of a dimension in this run; each reading of one run gives the same. */
export type Choose = (name: string) => unknown;

type Branch = { name: string; index: number; values: readonly unknown[] };

export type Explored = {
  runs: number;
  /** All combinations that the runs stand for. */
  combinations: bigint;
  /** What was read and has one value alone here. */
  fixed: readonly string[];
};

/**
 * Calls what `prepare` returns once for each combination of what it reads.
 *
 * @param dimensions their values; reading another name throws
 */
export function explore(dimensions: Dimensions, prepare: (choose: Choose) => () => void): Explored {
  const path: Branch[] = [];
  const fixed = new Set<string>();
  let depth = 0;
  const run = prepare((name) => {
    for (let at = 0; at < depth; at += 1) if (path[at]?.name === name) return valueOf(path[at]);
    const values = dimensions[name];
    if (values === undefined) throw new Error(`${name} was read, which this enumeration knows no values of.`);
    if (values.length === 1) {
      fixed.add(name);
      return values[0];
    }
    path[depth] ??= { name, index: 0, values };
    if (path[depth]?.name !== name)
      throw new Error(`Not the same every time: ${name} instead of ${path[depth]?.name}.`);
    depth += 1;
    return valueOf(path[depth - 1]);
  });
  for (let runs = 1; ; runs += 1) {
    depth = 0;
    run();
    while (path.length > 0 && isLast(path.at(-1))) path.pop();
    const next = path.at(-1);
    if (next === undefined) return { runs, fixed: [...fixed].toSorted(), combinations: combinationsOf(dimensions) };
    next.index += 1;
  }
}

const valueOf = (branch: Branch | undefined): unknown => branch?.values[branch.index];

function isLast(branch: Branch | undefined): boolean {
  return branch !== undefined && branch.index === branch.values.length - 1;
}

function combinationsOf(dimensions: Dimensions): bigint {
  return Object.values(dimensions).reduce((all, { length }) => all * BigInt(length), 1n);
}
