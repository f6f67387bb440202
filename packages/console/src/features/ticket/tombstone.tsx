import { Button } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { RelativeTime } from '../../design/relative-time.tsx';
import type { CommentPartsFragment } from '../../gql/graphql.ts';
import classes from './comment.module.css';

type Props = {
  comment: CommentPartsFragment;
  /** It was deleted from here: the focus was in it. */
  focused: boolean;
  /** What the viewer was typing into it when somebody deleted it. */
  unsaved: string | null;
  discard: () => void;
};

/** What is left of a deleted comment: that there was one. Nothing that was being typed is taken away with it. */
export function Tombstone({ comment, focused, unsaved, discard }: Props) {
  const article = useRef<HTMLElement>(null);
  useEffect(() => {
    if (focused) article.current?.focus();
  }, [focused]);
  const name = comment.author?.name ?? 'The desk';
  return (
    <article
      ref={article}
      tabIndex={-1}
      className={classes.comment}
      data-deleted
      aria-label={`Deleted comment by ${name}`}
    >
      <header className={classes.head}>
        <IconTrash size={13} aria-hidden />
        <span>
          A comment by {name} was deleted{comment.deletedBy ? ` by ${comment.deletedBy.name}` : ''}
        </span>
        <RelativeTime at={comment.deletedAt ?? comment.createdAt} className={classes.time} ago />
      </header>
      {unsaved === null ? null : (
        <section className={classes.unsaved} aria-label="What you were typing">
          <p>You were editing it. It cannot be saved any more; this is what you had typed:</p>
          <p className={classes.typed} dir="auto">
            {unsaved}
          </p>
          <Button variant="default" size="compact-sm" onClick={discard}>
            Discard
          </Button>
        </section>
      )}
    </article>
  );
}
