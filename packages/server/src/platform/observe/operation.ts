import { AsyncLocalStorage } from 'node:async_hooks';
import { context, SpanStatusCode, trace, type Span } from '@opentelemetry/api';

/** What this process is doing on somebody's behalf: a request, a job, a mail that comes in. `name` may become clearer. */
export type Operation = { name: string; readonly span: Span };

const tracer = trace.getTracer('copydesk');
const current = new AsyncLocalStorage<Operation>();

/** What the caller is part of; undefined: the desk's own rhythm, such as polls. */
export function currentOperation(): Operation | undefined {
  return current.getStore();
}

/** Says more exactly what the operation is: the name of a GraphQL operation is known only when its document is read. */
export function nameOperation(name: string): void {
  const operation = current.getStore();
  if (!operation) return;
  operation.name = name;
  operation.span.updateName(name);
}

/** Begins an operation for `within` and whatever follows from it; the caller ends it. */
export function beginOperation(name: string, within: () => void): Operation {
  const operation: Operation = { name, span: tracer.startSpan(name) };
  current.run(operation, () => context.with(trace.setSpan(context.active(), operation.span), within));
  return operation;
}

/** Does `work` as an operation. */
export async function asOperation<T>(name: string, work: () => Promise<T>): Promise<T> {
  return tracer.startActiveSpan(name, async (span) => {
    try {
      return await current.run({ name, span }, work);
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}

/** A span for one statement, where the operation it belongs to is recorded; null where it is not. */
export function beginStatement(text: string): Span | null {
  if (current.getStore()?.span.isRecording() !== true) return null;
  const span = tracer.startSpan(`SQL ${/^\s*(\w+)/u.exec(text)?.[1]?.toLowerCase() ?? ''}`.trim());
  // Parameters may hold what people wrote; the text never does.
  return span.setAttributes({ 'db.system.name': 'postgresql', 'db.query.text': text.trim().slice(0, 2_000) });
}
