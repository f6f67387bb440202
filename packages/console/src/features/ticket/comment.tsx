import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconLock, IconTrash, IconUserQuestion, IconWorld } from '@tabler/icons-react';
import { useState } from 'react';
import { Middle } from '../../design/middle.tsx';
import { RelativeTime } from '../../design/relative-time.tsx';
import { ROLE_WORD, VIA_WORD } from '../../design/words.ts';
import type { CommentPartsFragment } from '../../gql/graphql.ts';
import { Attachments } from './attachments.tsx';
import { CommentBody } from './comment-body.tsx';
import { KIND_WORD, kindOf, warningAt, type CommentKind } from './comment-kind.ts';
import classes from './comment.module.css';
import { Deliveries } from './deliveries.tsx';
import { Flags, NotCopied } from './flags.tsx';
import { MakeInternal } from './make-internal.tsx';
import type { OpenTicket } from './use-ticket.ts';
import { WarningBanner } from './warning-banner.tsx';
import { WhyButton, WhyPanel } from './why.tsx';

const ICON: Readonly<Record<CommentKind, typeof IconLock>> = {
  public: IconWorld,
  internal: IconLock,
  third: IconUserQuestion,
};

type Props = { comment: CommentPartsFragment; ticket: OpenTicket; fresh: boolean };

/** What is left of a deleted comment: that there was one. */
function Deleted({ comment }: Pick<Props, 'comment'>) {
  const name = comment.author?.name ?? 'The desk';
  return (
    <article className={classes.comment} data-deleted aria-label={`Deleted comment by ${name}`}>
      <header className={classes.head}>
        <IconTrash size={13} aria-hidden />
        <span>
          A comment by {name} was deleted{comment.deletedBy ? ` by ${comment.deletedBy.name}` : ''}
        </span>
        <span className={classes.meta}>
          <RelativeTime at={comment.deletedAt ?? comment.createdAt} className={classes.time} ago />
        </span>
      </header>
    </article>
  );
}

/** One comment: who, by which way, when, who reads it and why. */
export function Comment(props: Props) {
  return props.comment.deletedAt ? <Deleted comment={props.comment} /> : <Standing {...props} />;
}

function Standing({ comment, ticket, fresh }: Props) {
  const [why, setWhy] = useState(false);
  const [asking, setAsking] = useState(false);
  const kind = kindOf(comment);
  const Icon = ICON[kind];
  const name = comment.author?.name ?? 'The desk';
  const warning = warningAt(ticket.warnings, comment.id);
  const label = kind === 'third' ? 'Internal note by a third party,' : `${KIND_WORD[kind]} by`;
  return (
    <article
      className={classes.comment}
      data-kind={kind}
      data-fresh={fresh || undefined}
      aria-label={`${label} ${name}`}
    >
      <header className={classes.head}>
        <span className={classes.author}>
          <Middle text={name} title={comment.author?.addresses[0] ?? name} />
        </span>
        {comment.author ? <span className={classes.role}>{roleIn(ticket, comment.author)}</span> : null}
        <span className={classes.label}>
          <Icon size={13} aria-hidden />
          {kind === 'third' ? 'Third party · internal' : KIND_WORD[kind]}
        </span>
        <Flags flags={comment.flags} />
        <span className={classes.meta}>
          <Deliveries comment={comment} />
          {comment.decision ? <WhyButton opened={why} toggle={() => setWhy(!why)} /> : null}
          <span className={classes.via}>{VIA_WORD[comment.via]}</span>
          {comment.editedAt ? <span>edited</span> : null}
          <RelativeTime at={comment.createdAt} className={classes.time} ago />
        </span>
        {comment.visibility === 'PUBLIC' && ticket.viewerMay.edit ? (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon size="sm" className={classes.more} aria-label="More for this comment">
                <IconDots size={16} aria-hidden />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<IconLock size={14} aria-hidden />} onClick={() => setAsking(true)}>
                Make internal…
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        ) : null}
      </header>
      {why && comment.decision ? <WhyPanel decision={comment.decision} /> : null}
      <CommentBody comment={comment} author={name} />
      <Attachments attachments={comment.attachments} />
      <NotCopied people={comment.notCopied} />
      {warning === undefined ? null : <WarningBanner warning={warning} name={name} />}
      <MakeInternal commentId={comment.id} opened={asking} close={() => setAsking(false)} />
    </article>
  );
}

function roleIn(ticket: OpenTicket, author: NonNullable<CommentPartsFragment['author']>): string {
  if (author.id === ticket.requester.id) return 'Requester';
  if (author.role === 'END_USER' && ticket.ccs.some((cc) => cc.person.id === author.id)) return 'CC';
  return ROLE_WORD[author.role];
}
