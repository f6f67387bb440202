import { Button, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useCallback, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { useShortcuts } from '../../app/shortcuts.ts';
import { Empty, Trouble, Waiting } from '../../design/states.tsx';
import { count } from '../../design/words.ts';
import type { TicketRowFragment } from '../../gql/graphql.ts';
import classes from './ticket-list.module.css';
import { TicketRow } from './ticket-row.tsx';
import { useTicketList } from './use-ticket-list.ts';
import type { View } from './views.ts';

type Props = { view: View; openNumber: number | null; total: number | undefined };

/** The list of a view: live, moved through by j and k, quiet under the pointer. */
export function TicketList({ view, openNumber, total }: Props) {
  const [, go] = useLocation();
  const scroller = useRef<HTMLDivElement>(null);
  const pointer = useRef(false);
  const search = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const held = useCallback(() => pointer.current || (scroller.current?.scrollTop ?? 0) > 24, []);
  const listing = useTicketList(view, held);
  const { list } = listing;
  const href = (ticket: TicketRowFragment) => `/views/${view.slug}/${ticket.number}`;
  const all = list.order.map((id) => list.rows.get(id)).filter((row) => row !== undefined);
  const rows = all.filter((row) => matches(row, text));

  const rest = () => {
    pointer.current = false;
    if ((scroller.current?.scrollTop ?? 0) <= 24) listing.settle();
  };
  const show = () => {
    scroller.current?.scrollTo({ top: 0 });
    listing.settle();
  };
  const move = (step: 1 | -1) => {
    const links = [...(scroller.current?.querySelectorAll<HTMLAnchorElement>('a[data-ticket]') ?? [])];
    const at = links.findIndex((link) => link === document.activeElement);
    const start = at >= 0 ? at : links.findIndex((link) => link.dataset.ticket === String(openNumber));
    links[Math.max(0, Math.min(links.length - 1, start + step))]?.focus();
  };
  useShortcuts({
    j: () => move(1),
    k: () => move(-1),
    o: () => document.activeElement instanceof HTMLAnchorElement && document.activeElement.click(),
    '/': () => search.current?.focus(),
  });

  return (
    <section className={classes.list} aria-label={`Tickets: ${view.name}`}>
      <header className={classes.head}>
        <h1 className={classes.title}>{view.name}</h1>
        {total === undefined ? null : <span className={classes.total}>{total.toLocaleString('en')}</span>}
        <TextInput
          ref={search}
          className={classes.search}
          aria-label="Filter this list, or type a number"
          placeholder="Filter or #number"
          leftSection={<IconSearch size={14} aria-hidden />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            const number = /^#?(\d+)$/u.exec(text.trim())?.[1];
            if (event.key === 'Enter' && number) go(`/views/${view.slug}/${number}`);
            if (event.key === 'Escape') {
              setText('');
              event.currentTarget.blur();
            }
          }}
        />
      </header>
      {list.waiting.length === 0 ? null : (
        <button type="button" className={classes.pill} onClick={show}>
          {list.waiting.length} new
        </button>
      )}
      <div
        ref={scroller}
        className={classes.rows}
        onPointerEnter={(event) => (pointer.current = event.pointerType === 'mouse')}
        onPointerLeave={rest}
        onScroll={() => {
          if (list.waiting.length > 0 && !held()) listing.settle();
        }}
      >
        {listing.loading ? <Waiting label="Reading the tickets" rows={9} height={46} /> : null}
        {listing.error === undefined ? null : (
          <Trouble what="The list could not be read" why={listing.error} again={listing.again} />
        )}
        {!listing.loading && listing.error === undefined && all.length === 0 ? (
          <Empty title={view.empty.title}>{view.empty.next}</Empty>
        ) : null}
        {all.length > 0 && rows.length === 0 ? (
          <Empty title="Nothing here matches">Press Enter after a number to open that ticket, or Esc to see all.</Empty>
        ) : null}
        <ul>
          {rows.map((ticket) => (
            <TicketRow
              key={ticket.id}
              ticket={ticket}
              href={href(ticket)}
              open={ticket.number === openNumber}
              lifted={list.lifted.includes(ticket.id)}
              left={!view.holds(ticket)}
            />
          ))}
        </ul>
        {listing.more === null || text !== '' ? null : (
          <div className={classes.more}>
            <Button variant="default" onClick={listing.loadMore}>
              Load more
            </Button>
            <span>{count(all.length, 'ticket')} shown</span>
          </div>
        )}
      </div>
    </section>
  );
}

function matches(ticket: TicketRowFragment, text: string): boolean {
  const wanted = text.trim().toLowerCase().replace(/^#/u, '');
  if (wanted === '') return true;
  return `${ticket.number} ${ticket.subject} ${ticket.requester.name} ${ticket.assignee?.name ?? ''}`
    .toLowerCase()
    .includes(wanted);
}
