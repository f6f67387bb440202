import { IconCheck, IconHelpCircle, IconMinus } from '@tabler/icons-react';
import type { CommentPartsFragment } from '../../gql/graphql.ts';
import { readFacts } from './facts.ts';
import classes from './why.module.css';

type Decision = NonNullable<CommentPartsFragment['decision']>;

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

/** Why it is so: a sentence, the checks in their order with what each saw, and what would have made it otherwise. */
export function WhyPanel({ decision }: { decision: Decision }) {
  return (
    <section className={classes.panel} aria-label="Why">
      <p className={classes.because}>
        {decision.because.startsWith(OUTCOME[decision.outcome]) ? '' : `${OUTCOME[decision.outcome]}: `}
        {decision.because}
      </p>
      <ol className={classes.checks}>
        {decision.trace.map((check, at) => {
          const facts = readFacts(check.facts);
          const decided = check.rule === decision.rule && at === decision.trace.length - 1;
          return (
            <li key={`${check.rule} ${at}`} className={classes.check} data-decided={decided || undefined}>
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
                        <dt>{name}</dt>
                        <dd>{value}</dd>
                      </div>
                    ))}
                  </dl>
                )}
              </div>
            </li>
          );
        })}
      </ol>
      {decision.otherwise ? (
        <p className={classes.otherwise}>
          <b>Otherwise, if:</b> {decision.otherwise}
        </p>
      ) : null}
    </section>
  );
}
