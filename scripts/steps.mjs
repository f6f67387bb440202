// Shows what a command does: one line a step, with its seconds. No dependencies: it runs before anything is installed.

const terminal = process.stdout.isTTY === true && process.env.CI === undefined;
const paint = (code, text) => (terminal && !process.env.NO_COLOR ? `\x1b[${code}m${text}\x1b[0m` : text);
const width = 62;

/** A reason to stop: `message` is a sentence for the person at the terminal, `detail` the last lines of what failed. */
export class StepError extends Error {
  constructor(message, detail = '') {
    super(message);
    this.detail = detail;
  }
}

/** @param {string} text */
export function headline(text) {
  process.stdout.write(`\n  ${paint(1, text)}\n\n`);
}

/**
 * Runs `work` under a line of its own. `work` may return a text that replaces the name when it is done.
 * @param {string} name
 * @param {() => unknown} work
 */
export async function step(name, work) {
  const started = performance.now();
  const line = (mark, text) => {
    const seconds = `${((performance.now() - started) / 1000).toFixed(1)} s`;
    process.stdout.write(
      `${terminal ? '\r\x1b[2K' : ''}  ${mark} ${text.padEnd(width)}${paint(2, seconds.padStart(8))}\n`,
    );
  };
  if (terminal) process.stdout.write(`  ${paint(2, '…')} ${name}`);
  else process.stdout.write(`  … ${name}\n`);
  try {
    const done = await work();
    line(paint(32, '✓'), typeof done === 'string' ? done : name);
  } catch (error) {
    line(paint(31, '✗'), name);
    throw error;
  }
}

/** Runs a whole command: prints a StepError as its sentence (with the last lines of what failed) and ends with 1. */
export async function command(work) {
  try {
    process.exitCode = await work();
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    process.stderr.write(`\n  ${error.message}\n`);
    if (error.detail) process.stderr.write(`\n${error.detail.replace(/^/gm, '    ')}\n`);
    process.stderr.write('\n');
    process.exitCode = 1;
  }
}
