import { IconCheck, IconHelpCircle, IconMinus } from '@tabler/icons-react';
import { CONFIDENCE_WORD, count } from '../../design/words.ts';
import type { CommentPartsFragment } from '../../gql/graphql.ts';
import { readFacts } from './facts.ts';
import classes from './why.module.css';

type Decision = NonNullable<CommentPartsFragment['decision']>;
type Sender = Pick<CommentPartsFragment, 'confidence' | 'confidenceReasons'>;
type Check = Decision['trace'][number];

const OUTCOME: Readonly<Record<Decision['outcome'], string>> = {
  PUBLIC: 'Public',
  INTERNAL: 'Internal',
  SUSPENDED: 'Suspended',
  REJECTED: 'Rejected',
};

export function WhyButton({ opened, toggle }: { opened: boolean; toggle: () => void }) {
  return (
    <button type="button" className={classes.button} aria-expanded={opened} onClick={toggle}>
      <IconHelpCircle size={13} aria-hidden /> Why?
    </button>
  );
}

/** The decision as a sentence that begins with its outcome, once. */
function sentence({ because, outcome }: Decision): string {
  const once = because.startsWith(OUTCOME[outcome]) ? because : `${OUTCOME[outcome]}: ${because}`;
  return once.replace(/\.{2,}$/u, '.');
}

/** Why it is so: a sentence, the check that decided, what would have made it otherwise; then all that was looked at. */
export function WhyPanel({ decision, sender }: { decision: Decision; sender?: Sender }) {
  const before = decision.trace.slice(0, -1);
  return (
    <section className={classes.panel} aria-label="Why">
      <p className={classes.because}>{sentence(decision)}</p>
      {sender?.confidence ? (
        <p>
          <b>{CONFIDENCE_WORD[sender.confidence]}:</b> {sender.confidenceReasons.join(' ')}
        </p>
      ) : null}
      <ol className={classes.checks}>
        {decision.trace.slice(-1).map((check) => (
          <CheckLine
            key={check.rule}
            // The sentence above has said it.
            check={check.because === decision.because ? { ...check, because: 'decided.' } : check}
            decided={check.rule === decision.rule}
          />
        ))}
      </ol>
      {decision.otherwise ? (
        <p className={classes.otherwise}>
          <b>Otherwise, if:</b> {decision.otherwise}
        </p>
      ) : null}
      {before.length === 0 ? null : (
        <details className={classes.before}>
          <summary>{count(before.length, 'check')} looked at before</summary>
          <ol className={classes.checks}>
            {before.map((check) => (
              <CheckLine key={`${check.rule} ${check.because}`} check={check} decided={false} />
            ))}
          </ol>
        </details>
      )}
    </section>
  );
}

function CheckLine({ check, decided }: { check: Check; decided: boolean }) {
  const facts = readFacts(check.facts);
  return (
    <li className={classes.check} data-decided={decided || undefined}>
      {check.held ? (
        <IconCheck size={14} role="img" aria-label="held" />
      ) : (
        <IconMinus size={14} role="img" aria-label="did not hold" />
      )}
      <div>
        <code className={classes.rule}>{check.rule}</code> {check.because}
        {facts.length === 0 ? null : (
          <dl className={classes.facts}>
            {facts.map(([name, value]) => (
              <div key={name}>
                <dt data-key={name.includes('.') || undefined}>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        )}
      </div>
    </li>
  );
}
