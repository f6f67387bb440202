import { Context, Liquid, LiquidError, type Template } from 'liquidjs';
import { randomUUID } from 'node:crypto';
import type { Html } from './html.ts';

/** Characters of a template. */
export const TEMPLATE_LIMIT = 20_000;
/** Texts, outputs and tags that one rendering may come by; counted, not timed, so that a busy machine loses no mail. */
const RENDER_STEPS = 5_000;
/** Characters and list items that filters and ranges of one rendering may make. */
const RENDER_MEMORY = 1_000_000;
/** Parsed templates that are kept; the least recently made goes first. */
const KEPT = 500;

/** Nobody can write it into a comment: it is this process's own. */
const SECRET = randomUUID();
let blocks = 0;

/** Something that is more than its text: where it is put out as it is, HTML gets a form of its own. */
export class Block {
  readonly #text: string;
  readonly #make: () => Html;
  readonly #mark = `\u{E000}${SECRET}:${(blocks += 1)}\u{E001}`;
  #html: Html | null = null;

  constructor(text: string, html: () => Html) {
    this.#text = text;
    this.#make = html;
  }

  /** Stands for the block in rendered text until `piecesOf` finds it. */
  get mark(): string {
    return this.#mark;
  }

  get html(): Html {
    return (this.#html ??= this.#make());
  }

  // What filters, comparisons and `json` get.
  toString(): string {
    return this.#text;
  }

  toJSON(): string {
    return this.#text;
  }
}

/** A template that cannot be parsed or rendered. `line` counts from 1; null where no line is to blame. */
export class TemplateError extends Error {
  readonly line: number | null;
  readonly reason: string;

  constructor(line: number | null, reason: string) {
    super(line === null ? reason : `Line ${line}: ${reason}`);
    this.name = 'TemplateError';
    this.line = line;
    this.reason = reason;
  }
}

const engine = new Liquid({
  // No file is ever read: there are no other templates, and no tag that would ask for one.
  templates: {},
  ownPropertyOnly: true,
  strictVariables: true,
  strictFilters: true,
  lenientIf: true,
  timezoneOffset: 'UTC',
  locale: 'en',
  parseLimit: TEMPLATE_LIMIT,
  memoryLimit: RENDER_MEMORY,
  outputEscape: putOut,
});
for (const tag of ['include', 'render', 'layout', 'block']) delete engine.tags[tag];

/** What a date is worth in steps: it takes some hundred times as long as a text. */
const DATE_STEPS = 100;
// Filters that do more than their texts' lengths say: each item of a list is a rendering of its own.
for (const [name, filter] of Object.entries(engine.filters)) {
  if (typeof filter !== 'function') continue;
  const stepsOf = name.endsWith('_exp') ? itemsOf : name.startsWith('date') ? () => DATE_STEPS : null;
  if (stepsOf === null) continue;
  engine.registerFilter(name, function (value: unknown, ...given: unknown[]): unknown {
    this.context.renderLimit.use(stepsOf(value));
    return filter.call(this, value, ...given);
  });
}

function itemsOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 1;
}

/** Blocks that the rendering under way has put out, by mark. Rendering never waits, so there is one at a time. */
let putOutBlocks = new Map<string, Block>();
/** Characters that it has put out. */
let putOutLength = 0;

function putOut(value: unknown): string {
  if (!(value instanceof Block)) {
    const text = asText(value);
    putOutLength += text.length;
    if (putOutLength > RENDER_MEMORY) throw new Error('template render limit exceeded');
    return text;
  }
  putOutBlocks.set(value.mark, value);
  return value.mark;
}

function asText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(asText).join('');
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Error('a value with parts cannot be put out as text: name one of its parts');
}

const parsed = new Map<string, Template[]>();

/**
 * Renders a Liquid template to plain text and blocks, in order. Nothing of it is HTML yet: whoever makes HTML of it
 * escapes every text.
 *
 * @throws TemplateError for a template that cannot be parsed, names a variable or filter that is not there, or takes
 *   too long
 */
export function renderTemplate(source: string, variables: Readonly<Record<string, unknown>>): (string | Block)[] {
  try {
    putOutBlocks = new Map();
    putOutLength = 0;
    const context = new Context(variables, engine.options, { sync: true }, { renderLimit: aLimit(), liquid: engine });
    return piecesOf(String(engine.renderSync(parse(source), context)), putOutBlocks);
  } catch (error) {
    throw asTemplateError(error);
  }
}

function parse(source: string): Template[] {
  const known = parsed.get(source);
  if (known) return known;
  const template = engine.parse(source);
  parsed.set(source, template);
  const [oldest] = parsed.keys();
  if (parsed.size > KEPT && oldest !== undefined) parsed.delete(oldest);
  return template;
}

/** The engine asks before each step. */
function aLimit(): Context['renderLimit'] {
  let steps = 0;
  const use = (count: number) => {
    steps += count;
    if (steps > RENDER_STEPS) throw new Error('template render limit exceeded');
  };
  return { check: () => use(1), use } as unknown as Context['renderLimit'];
}

/** A mark that a filter cut into pieces is taken out. */
function piecesOf(text: string, byMark: ReadonlyMap<string, Block>): (string | Block)[] {
  return text
    .split(/(\u{E000}[0-9a-f-]{36}:\d+\u{E001})/u)
    .map((piece) => byMark.get(piece) ?? piece.replaceAll(/[\u{E000}\u{E001}]/gu, ''))
    .filter((piece) => piece !== '');
}

function asTemplateError(error: unknown): TemplateError {
  if (!LiquidError.is(error)) return new TemplateError(null, error instanceof Error ? error.message : String(error));
  const { token, originalError } = error as LiquidError & {
    token?: { getPosition?(): number[] };
    originalError?: Error;
  };
  const [line] = token?.getPosition?.() ?? [];
  const reason = originalError?.message ?? error.message;
  return new TemplateError(line ?? null, said(reason.replace(/, (?:file:[^,]*, )?line:\d+, col:\d+$/u, '')));
}

const REASONS: readonly [RegExp, string][] = [
  [/^undefined variable: (.+)$/u, 'there is no variable "$1" in this text.'],
  [/^undefined filter: (.+)$/u, 'there is no filter "$1".'],
  [/^tag "(.+)" not found$/u, 'there is no tag "$1".'],
  [/^(?:tag|output) "?(.+?)"? not closed$/su, '"$1" is not closed.'],
  [/^Maximum call stack.*$/u, 'it is nested too deeply.'],
  [/^(?:memory alloc|template render) limit exceeded$/u, 'it takes too long: repeat less.'],
];

function said(reason: string): string {
  const known = REASONS.find(([pattern]) => pattern.test(reason));
  return known ? reason.replace(known[0], known[1]) : `${reason}.`;
}
