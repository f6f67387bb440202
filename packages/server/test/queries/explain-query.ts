import type pg from 'pg';

export type Explained = {
  /** The text as its file has it, without the indentation of the code around it. */
  text: string;
  /** How each table is reached: `ticket by ticket_department_updated`, `event sequentially`. */
  reached: string[];
  /** Tables that are read from end to end for want of an index. */
  sequential: string[];
};

type Node = {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Index Cond'?: string;
  Plans?: Node[];
};

/**
 * Where a node stands: the table that a bitmap above it is of, whether all rows are wanted before the first is given, and
 * whether they are only counted, up to a limit: then any index will do.
 */
type Place = { table: string; whole: boolean; counted: boolean };

/**
 * How PostgreSQL finds the rows when it does not know the values beforehand. The connection has made reading a table from
 * end to end expensive, so that it shows where no index serves, and not where a table of the test is small. An index that
 * is walked from its end without a condition, for rows that are sorted or counted then, is such a reading as well.
 */
export async function explainQuery(client: pg.Client, text: string): Promise<Explained> {
  const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Node }] }>(
    `explain (generic_plan, costs off, format json) ${text}`,
  );
  const scans: { table: string; index: string | null }[] = [];
  const walk = (node: Node, { table, whole, counted }: Place) => {
    const relation = node['Relation Name'] ?? table;
    const index = node['Index Name'];
    const free = index !== undefined && !node['Index Cond'];
    if (free) scans.push({ table: relation, index: counted ? 'any index, up to a limit' : whole ? null : index });
    else if (index !== undefined) scans.push({ table: relation, index });
    else if (node['Node Type'] === 'Seq Scan') scans.push({ table: relation, index: null });
    const isLimit = node['Node Type'] === 'Limit';
    const below = !isLimit && (whole || /^(Sort|Aggregate|Hash)/u.test(node['Node Type']));
    for (const child of node.Plans ?? [])
      walk(child, {
        table: node['Node Type'] === 'Bitmap Heap Scan' ? relation : '',
        whole: below,
        counted: counted || (isLimit && whole),
      });
  };
  walk(rows[0]!['QUERY PLAN'][0].Plan, { table: '', whole: false, counted: false });
  const reached = scans.map(({ table, index }) => (index === null ? `${table} sequentially` : `${table} by ${index}`));
  return {
    text: dedented(text),
    reached: [...new Set(reached)].toSorted(),
    sequential: scans.filter(({ index }) => index === null).map(({ table }) => table),
  };
}

/** What is asked of one (`among`) or of several at once is the same: loaders have one or more, as it happens. */
export const askedOfOne = (text: string) => text.replaceAll(/= any\((\$\d+)::(uuid|text)\[\]\)/gu, '= $1::$2');

/** Lists of ids have as many places as were asked for: one text for all. */
export function dedented(text: string): string {
  const lines = text.replaceAll(/(\$\d+)(?:, \$\d+)+/gu, '$1, …').split('\n');
  const depth = Math.min(...lines.slice(1).map((line) => (line.trim() === '' ? Infinity : line.search(/\S/u))));
  return lines
    .map((line, at) => (at === 0 ? line : line.slice(Number.isFinite(depth) ? depth : 0)).trimEnd())
    .join('\n')
    .trim();
}
