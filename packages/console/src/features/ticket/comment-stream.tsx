import { Button } from '@mantine/core';
import { IconArrowDown } from '@tabler/icons-react';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useClient } from 'urql';
import { ErrorLine } from '../../design/states.tsx';
import { EarlierCommentsDocument, type CommentPartsFragment } from '../../gql/graphql.ts';
import type { PendingComment } from '../composer/pending.ts';
import { Comment } from './comment.tsx';
import classes from './comment-stream.module.css';
import { PendingCard } from './pending-card.tsx';
import type { OpenTicket } from './use-ticket.ts';

type Props = { ticket: OpenTicket; pending: readonly PendingComment[]; forget: (key: string) => void };

/** What was said, oldest first; new things come at the end, and a pill says so when the end is out of sight. */
export function CommentStream({ ticket, pending, forget }: Props) {
  const earlier = useEarlier(ticket);
  const known = new Set(ticket.comments.edges.map((edge) => edge.node.id));
  const comments = [
    ...earlier.comments.filter((comment) => !known.has(comment.id)),
    ...ticket.comments.edges.map((edge) => edge.node),
  ];
  const [first] = useState(() => new Set(comments.map((comment) => comment.id)));
  const arrived = new Set(comments.map((comment) => comment.id));
  const underWay = pending.filter((each) => each.commentId === null || !arrived.has(each.commentId));
  const { scroller, onScroll, unseen, show } = useEnd(comments.length + underWay.length);
  return (
    <section className={classes.frame} aria-label="Comments">
      <div ref={scroller} className={classes.stream} tabIndex={0} onScroll={onScroll}>
        {earlier.more ? (
          <div className={classes.earlier}>
            <Button variant="default" loading={earlier.loading} onClick={() => void earlier.load()}>
              Show earlier comments
            </Button>
          </div>
        ) : null}
        <ErrorLine>{earlier.error}</ErrorLine>
        {comments.map((comment) => (
          <Comment
            key={comment.id}
            comment={comment}
            ticket={ticket}
            fresh={!first.has(comment.id) && !earlier.comments.includes(comment)}
          />
        ))}
        {underWay.map((each) => (
          <PendingCard key={each.clientKey} pending={each} forget={() => forget(each.clientKey)} />
        ))}
      </div>
      {unseen === 0 ? null : (
        <button type="button" className={classes.pill} onClick={show}>
          <IconArrowDown size={14} aria-hidden /> {unseen} new
        </button>
      )}
    </section>
  );
}

/** Comments before those that the page brought; they stay with the page, not with the cache. */
function useEarlier(ticket: OpenTicket) {
  const client = useClient();
  const [comments, setComments] = useState<CommentPartsFragment[]>([]);
  const [cursor, setCursor] = useState<string | null | undefined>(undefined);
  const [loading, setLoading] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const info = ticket.comments.pageInfo;
  const before = cursor === undefined ? (info.hasPreviousPage ? info.startCursor : null) : cursor;
  const load = async () => {
    if (!before) return;
    setLoading(true);
    const { data } = await client.query(EarlierCommentsDocument, { id: ticket.id, before });
    setLoading(false);
    const page = data?.ticket?.comments;
    setError(page ? null : 'Earlier comments could not be read. Try again.');
    if (!page) return;
    setComments((was) => [...page.edges.map((edge) => edge.node), ...was]);
    setCursor(page.pageInfo.hasPreviousPage ? (page.pageInfo.startCursor ?? null) : null);
  };
  return { comments, more: Boolean(before), load, loading, error };
}

/** Keeps the end in sight while somebody is there, and counts what comes while they are not. */
function useEnd(length: number) {
  const scroller = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const seen = useRef(length);
  const [unseen, setUnseen] = useState(0);
  const show = useCallback(() => {
    const element = scroller.current;
    if (element) element.scrollTop = element.scrollHeight;
    atEnd.current = true;
    setUnseen(0);
  }, []);
  useLayoutEffect(() => {
    const grown = length - seen.current;
    seen.current = length;
    if (atEnd.current) show();
    else if (grown > 0) setUnseen((n) => n + grown);
  }, [length, show]);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const watcher = new ResizeObserver(() => atEnd.current && show());
    watcher.observe(element);
    for (const child of element.children) watcher.observe(child);
    // What somebody unfolds must not jump away under the pointer.
    const stay = () => {
      atEnd.current = false;
    };
    element.addEventListener('click', stay);
    return () => {
      watcher.disconnect();
      element.removeEventListener('click', stay);
    };
  }, [show, length]);
  const onScroll = () => {
    const element = scroller.current;
    if (element === null) return;
    atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < 48;
    if (atEnd.current) setUnseen(0);
  };
  return { scroller, onScroll, unseen, show };
}
