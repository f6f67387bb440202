import { Button } from '@mantine/core';
import { useState } from 'react';
import { useQuery } from 'urql';
import { Link } from 'wouter';
import { errorSentence } from '../../app/live/error-code.ts';
import { Middle } from '../../design/middle.tsx';
import { RelativeTime } from '../../design/relative-time.tsx';
import { Empty, ErrorLine, Trouble, Waiting } from '../../design/states.tsx';
import { exactTime } from '../../design/time.ts';
import { count } from '../../design/words.ts';
import { SentMailDocument, type DeliveryState } from '../../gql/graphql.ts';
import { HtmlBody } from '../ticket/html-body.tsx';
import { byLetter, type SentMail } from './by-letter.ts';
import classes from './messages.module.css';
import own from './sent-page.module.css';
import { SplitPage } from './split-page.tsx';

const PAGE = 50;
const STATE: Readonly<Record<DeliveryState, string>> = {
  SENT: 'sent',
  KEPT: 'kept here',
  QUEUED: 'waiting',
  FAILED: 'not delivered',
};

/** What the desk wrote, newest first: the headers everybody sees, the words, and why this person got it. */
export function SentPage() {
  const [first, setFirst] = useState(PAGE);
  const [chosen, setChosen] = useState<string | null>(null);
  const [list, again] = useQuery({
    query: SentMailDocument,
    variables: { first, after: null },
    requestPolicy: 'cache-and-network',
  });
  const mails = (list.data?.sentMail.edges ?? []).map((edge) => edge.node);
  const open = mails.find((mail) => mail.id === chosen) ?? null;
  return (
    <SplitPage
      title="Sent mail"
      label="Sent mail"
      open={open !== null}
      back={() => setChosen(null)}
      list={
        <>
          {list.fetching && !list.data ? <Waiting label="Reading sent mail" /> : null}
          {list.error && !list.data ? (
            <Trouble
              what="Sent mail could not be read"
              why={errorSentence(list.error) ?? ''}
              again={() => again({ requestPolicy: 'network-only' })}
            />
          ) : null}
          {list.data && mails.length === 0 ? (
            <Empty title="Nothing sent yet">The mails of public replies appear here.</Empty>
          ) : null}
          {byLetter(mails).map((letter) => (
            <div key={letter.key} className={own.group}>
              <h2 className={own.groupHead}>
                <span>
                  #{letter.number} {letter.subject} · {count(letter.mails.length, 'person', 'people')}
                </span>
                <RelativeTime at={letter.at} className={classes.time} />
              </h2>
              <ul>
                {letter.mails.map((mail) => (
                  <li key={mail.id}>
                    <button
                      type="button"
                      className={`${classes.row} ${own.to}`}
                      aria-label={`To ${mail.person.name}: ${mail.subject}`}
                      aria-current={mail.id === chosen || undefined}
                      onClick={() => setChosen(mail.id)}
                    >
                      <span className={classes.subject}>{mail.person.name}</span>
                      <span className={classes.cause} data-failed={mail.state === 'FAILED' || undefined}>
                        {STATE[mail.state]}
                      </span>
                      <span className={classes.who}>
                        <Middle text={mail.address} />
                      </span>
                    </button>
                  </li>
                ))}
              </ul>
            </div>
          ))}
          {list.data?.sentMail.pageInfo.hasNextPage ? (
            <div className={classes.more}>
              <Button variant="default" onClick={() => setFirst((n) => n + PAGE)}>
                Load more
              </Button>
            </div>
          ) : null}
        </>
      }
      detail={
        open === null ? (
          <Empty title="Choose a mail" middle>
            Its headers and words stand here.
          </Empty>
        ) : (
          <SentDetail key={open.id} mail={open} />
        )
      }
    />
  );
}

function SentDetail({ mail }: { mail: SentMail }) {
  const [html, setHtml] = useState(true);
  const rows: readonly (readonly [string, string])[] = [
    ['To', mail.to.join(', ')],
    ['Cc', mail.cc.join(', ')],
    ['Written', exactTime(new Date(mail.createdAt))],
    ['Delivered to', `${mail.person.name}, ${mail.address}`],
    ['Because', mail.because],
  ];
  return (
    <article className={classes.mail} aria-label={mail.subject}>
      <h1 className={classes.mailSubject}>{mail.subject}</h1>
      <dl className={classes.headers}>
        {rows
          .filter(([, value]) => value !== '')
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        <div>
          <dt>Ticket</dt>
          <dd>
            <Link href={`/tickets/${mail.ticket.number}`}>
              #{mail.ticket.number} {mail.ticket.subject}
            </Link>
          </dd>
        </div>
      </dl>
      {mail.error ? <ErrorLine>{mail.error}</ErrorLine> : null}
      <div className={classes.sides} role="group" aria-label="Show as">
        <button type="button" className={classes.side} aria-pressed={html} onClick={() => setHtml(true)}>
          As formatted
        </button>
        <button type="button" className={classes.side} aria-pressed={!html} onClick={() => setHtml(false)}>
          As text
        </button>
      </div>
      <div className={classes.sheet} data-formatted={html || undefined}>
        {html ? (
          <HtmlBody html={mail.bodyHtml} title={`Mail to ${mail.person.name}`} onPaper />
        ) : (
          <p className={classes.preview}>{mail.bodyText}</p>
        )}
      </div>
    </article>
  );
}
