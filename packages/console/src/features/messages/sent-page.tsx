import { Button } from '@mantine/core';
import { useState } from 'react';
import { useQuery } from 'urql';
import { Link } from 'wouter';
import { errorSentence } from '../../app/live/error-code.ts';
import { Middle } from '../../design/middle.tsx';
import { RelativeTime } from '../../design/relative-time.tsx';
import { Empty, ErrorLine, Trouble, Waiting } from '../../design/states.tsx';
import { exactTime } from '../../design/time.ts';
import { SentMailDocument, type DeliveryState, type SentMailQuery } from '../../gql/graphql.ts';
import { HtmlBody } from '../ticket/html-body.tsx';
import classes from './messages.module.css';
import { SplitPage } from './split-page.tsx';

type Mail = SentMailQuery['sentMail']['edges'][number]['node'];

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
          <ul>
            {mails.map((mail) => (
              <li key={mail.id}>
                <button
                  type="button"
                  className={classes.row}
                  aria-current={mail.id === chosen || undefined}
                  onClick={() => setChosen(mail.id)}
                >
                  <span className={classes.subject}>{mail.subject}</span>
                  <RelativeTime at={mail.createdAt} className={classes.time} />
                  <span className={classes.who}>
                    <Middle text={`${mail.person.name} · ${mail.address}`} />
                  </span>
                  <span className={classes.cause} data-failed={mail.state === 'FAILED' || undefined}>
                    {STATE[mail.state]}
                  </span>
                </button>
              </li>
            ))}
          </ul>
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
          <Empty title="Choose a mail">Its headers and words stand here.</Empty>
        ) : (
          <SentDetail key={open.id} mail={open} />
        )
      }
    />
  );
}

function SentDetail({ mail }: { mail: Mail }) {
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
      <div className={classes.sheet}>
        {html ? (
          <HtmlBody html={mail.bodyHtml} title={`Mail to ${mail.person.name}`} />
        ) : (
          <p className={classes.preview}>{mail.bodyText}</p>
        )}
      </div>
    </article>
  );
}
