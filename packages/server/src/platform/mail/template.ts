import { Liquid, LiquidError, type Template } from 'liquidjs';
import { randomUUID } from 'node:crypto';
import type { Html } from './html.ts';

/** Characters of a template. */
export const TEMPLATE_LIMIT = 20_000;
/** Milliseconds for one rendering. An ordinary one takes a fiftieth of one. */
const RENDER_MS = 100;
/** Characters and list items that filters and ranges of one rendering may make. */
const RENDER_MEMORY = 2_000_000;
/** Parsed templates that are kept; the least recently made goes first. */
const KEPT = 500;

/** Something that is more than its text: where it is put out as it is, HTML gets a form of its own. */
export class Block {
  readonly #text: string;
  readonly #html: () => Html;
  readonly #mark = `\u{E000}${randomUUID()}\u{E001}`;

  constructor(text: string, html: () => Html) {
    this.#text = text;
    this.#html = html;
  }

  /** Stands for the block in rendered text until `piecesOf` finds it. */
  get mark(): string {
    return this.#mark;
  }

  get html(): Html {
    return this.#html();
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
  renderLimit: RENDER_MS,
  memoryLimit: RENDER_MEMORY,
  outputEscape: (value: unknown) => (value instanceof Block ? value.mark : asText(value)),
});
for (const tag of ['include', 'render', 'layout', 'block']) delete engine.tags[tag];

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
    const text = String(engine.renderSync(parse(source), variables));
    return piecesOf(text, blocksIn(variables));
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

function blocksIn(value: unknown): Block[] {
  if (value instanceof Block) return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(blocksIn) : [];
}

/** A mark that a filter cut into pieces is taken out. */
function piecesOf(text: string, blocks: readonly Block[]): (string | Block)[] {
  const byMark = new Map(blocks.map((block) => [block.mark, block]));
  return text
    .split(/(\u{E000}[0-9a-f-]{36}\u{E001})/u)
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
  [/^(?:memory alloc|template render) limit exceeded$/u, 'it takes too long: repeat less.'],
];

function said(reason: string): string {
  const known = REASONS.find(([pattern]) => pattern.test(reason));
  return known ? reason.replace(known[0], known[1]) : `${reason}.`;
}
