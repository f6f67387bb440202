import { Button } from '@mantine/core';
import { useState } from 'react';
import { useQuery } from 'urql';
import { useLocation } from 'wouter';
import { errorSentence } from '../../app/live/error-code.ts';
import { useSigned } from '../../app/viewer.ts';
import { RelativeTime } from '../../design/relative-time.tsx';
import { Middle } from '../../design/middle.tsx';
import { Empty, Trouble, Waiting } from '../../design/states.tsx';
import { FailedMessagesDocument, SuspendedMessagesDocument, type InboundPartsFragment } from '../../gql/graphql.ts';
import { causeWords } from './cause-words.ts';
import { InboundDetail } from './inbound-detail.tsx';
import classes from './messages.module.css';
import { SplitPage } from './split-page.tsx';

const PAGE = 50;
const SIDES = ['suspended', 'failed'] as const;

/** Mail that became nothing yet: suspended by a rule, or failed on the way. Everything is kept. */
export function MessagesPage() {
  const { viewer } = useSigned();
  const [at] = useLocation();
  const [side, setSide] = useState<(typeof SIDES)[number]>(at.endsWith('/failed') ? 'failed' : 'suspended');
  const [first, setFirst] = useState(PAGE);
  const [chosen, setChosen] = useState<string | null>(null);
  const options = { variables: { first, after: null }, requestPolicy: 'cache-and-network' } as const;
  const [suspended, readSuspended] = useQuery({
    query: SuspendedMessagesDocument,
    ...options,
    pause: side !== 'suspended',
  });
  const [failed, readFailed] = useQuery({ query: FailedMessagesDocument, ...options, pause: side !== 'failed' });
  const list = side === 'suspended' ? suspended : failed;
  const found = side === 'suspended' ? suspended.data?.suspendedMessages : failed.data?.failedMessages;
  const again = () => (side === 'suspended' ? readSuspended : readFailed)({ requestPolicy: 'network-only' });
  const messages = (found?.edges ?? []).map((edge) => edge.node).filter(waits);
  const open = messages.find((message) => message.id === chosen) ?? null;
  return (
    <SplitPage
      title="Mail that waits"
      label="Waiting mail"
      open={open !== null}
      back={() => setChosen(null)}
      above={
        viewer.role === 'ADMIN' ? (
          <div className={classes.sides} role="group" aria-label="Which mail">
            {SIDES.map((each) => (
              <button
                key={each}
                type="button"
                aria-pressed={each === side}
                className={classes.side}
                onClick={() => (setSide(each), setChosen(null))}
              >
                {each === 'suspended' ? 'Suspended' : 'Failed'}
              </button>
            ))}
          </div>
        ) : null
      }
      list={
        <>
          {list.fetching && !found ? <Waiting label="Reading the mail" /> : null}
          {list.error && !found ? (
            <Trouble what="The mail could not be read" why={errorSentence(list.error) ?? ''} again={again} />
          ) : null}
          {found && messages.length === 0 ? (
            <Empty title={side === 'suspended' ? 'No suspended mail' : 'No failed mail'}>
              {side === 'suspended'
                ? 'What the rules hold back waits here for somebody to decide.'
                : 'Mail whose reading gave up waits here for another try.'}
            </Empty>
          ) : null}
          <ul>
            {messages.map((message) => (
              <li key={message.id}>
                <button
                  type="button"
                  className={classes.row}
                  aria-current={message.id === chosen || undefined}
                  onClick={() => setChosen(message.id)}
                >
                  <span className={classes.subject}>{message.subject || '(no subject)'}</span>
                  <RelativeTime at={message.receivedAt} className={classes.time} />
                  <span className={classes.who}>
                    <Middle text={message.fromAddress ?? 'unknown sender'} />
                  </span>
                  <span className={classes.cause}>{causeWords(message)}</span>
                </button>
              </li>
            ))}
          </ul>
          {found?.pageInfo.hasNextPage ? (
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
            Its decision and what can be done stand here.
          </Empty>
        ) : (
          <InboundDetail key={open.id} message={open} done={again} />
        )
      }
    />
  );
}

function waits(message: InboundPartsFragment): boolean {
  return message.status === 'SUSPENDED' || message.status === 'FAILED' || message.status === 'RECEIVED';
}
