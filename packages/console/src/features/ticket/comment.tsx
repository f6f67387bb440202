import { IconLock, IconUserQuestion, IconWorld } from '@tabler/icons-react';
import { useRef, useState, type RefObject } from 'react';
import { useSigned } from '../../app/viewer.ts';
import { DayOrClock, RelativeTime } from '../../design/relative-time.tsx';
import { Middle } from '../../design/middle.tsx';
import { ROLE_WORD, VIA_WORD } from '../../design/words.ts';
import type { CommentPartsFragment } from '../../gql/graphql.ts';
import { partyOf } from '../composer/recipients.ts';
import { Attachments } from './attachments.tsx';
import { CommentBody } from './comment-body.tsx';
import { CommentEditor } from './comment-editor.tsx';
import { KIND_WORD, kindOf, warningsAt, type CommentKind } from './comment-kind.ts';
import { CommentMenu } from './comment-menu.tsx';
import classes from './comment.module.css';
import { Deliveries } from './deliveries.tsx';
import { Flags, NotCopied } from './flags.tsx';
import { policyOf } from './policy-of.ts';
import { Revisions } from './revisions.tsx';
import { toldOfChange } from './told-of-change.ts';
import { Tombstone } from './tombstone.tsx';
import { useEditComment, type CommentEditing } from './use-edit-comment.ts';
import type { OpenTicket } from './use-ticket.ts';
import { WarningBanner } from './warning-banner.tsx';
import { WhyButton, WhyPanel } from './why.tsx';

const ICON: Readonly<Record<CommentKind, typeof IconLock>> = {
  public: IconWorld,
  internal: IconLock,
  third: IconUserQuestion,
};

type Props = { comment: CommentPartsFragment; ticket: OpenTicket; fresh: boolean };

/** One comment: who, by which way, when, who reads it and why; or what is left of it. */
export function Comment({ comment, ticket, fresh }: Props) {
  const button = useRef<HTMLButtonElement>(null);
  const [deletedHere, setDeletedHere] = useState(false);
  const edit = useEditComment(comment, () => button.current?.focus());
  if (comment.deletedAt !== null) {
    const unsaved = edit.editing && edit.editing.text !== edit.editing.from ? edit.editing.text : null;
    return <Tombstone comment={comment} focused={deletedHere} unsaved={unsaved} discard={edit.leave} />;
  }
  return <Standing {...{ comment, ticket, fresh, edit, button }} deleting={() => setDeletedHere(true)} />;
}

type StandingProps = Props & {
  edit: CommentEditing;
  button: RefObject<HTMLButtonElement | null>;
  deleting: () => void;
};

function Standing({ comment, ticket, fresh, edit, button, deleting }: StandingProps) {
  const [why, setWhy] = useState(false);
  const [earlier, setEarlier] = useState(false);
  const told = useToldOfChange(comment, ticket);
  const kind = kindOf(comment);
  const Icon = ICON[kind];
  const name = comment.author?.name ?? 'The desk';
  const label = kind === 'third' ? 'Internal note by a third party,' : `${KIND_WORD[kind]} by`;
  const { editing } = edit;
  return (
    <article
      className={classes.comment}
      data-kind={kind}
      data-fresh={fresh || undefined}
      data-pending={editing?.saving || undefined}
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
          <RelativeTime at={comment.createdAt} className={classes.time} ago />
          {editing?.saving ? <span role="status">saving</span> : null}
          {comment.editedAt && !editing?.saving ? (
            <button
              type="button"
              className={classes.edited}
              aria-expanded={earlier}
              onClick={() => setEarlier(!earlier)}
            >
              edited <DayOrClock at={comment.editedAt} />
            </button>
          ) : null}
        </span>
        <CommentMenu {...{ comment, name, button, deleting }} edit={edit.begin} told={told('COMMENT_DELETED')} />
      </header>
      {why && comment.decision ? <WhyPanel decision={comment.decision} sender={comment} /> : null}
      {earlier && comment.editedAt ? <Revisions key={comment.editedAt} commentId={comment.id} /> : null}
      {editing === null || editing.saving ? (
        <CommentBody
          comment={editing ? { ...comment, bodyText: editing.text, bodyHtml: null } : comment}
          author={name}
        />
      ) : (
        <CommentEditor
          text={editing.text}
          change={edit.change}
          save={() => {
            button.current?.focus();
            edit.save();
          }}
          leave={edit.leave}
          error={editing.error}
          notes={[
            told('COMMENT_EDITED'),
            comment.bodyHtml ? 'It is saved as plain text, without its formatting.' : null,
            comment.bodyText === editing.from ? null : 'It was changed elsewhere meanwhile; saving replaces that text.',
          ].filter((note) => note !== null)}
        />
      )}
      <Attachments attachments={comment.attachments.filter(({ inline }) => !inline)} />
      <NotCopied people={comment.notCopied} />
      {warningsAt(ticket.warnings, comment.id).map((warning) => (
        <WarningBanner key={warning.id} warning={warning} name={name} />
      ))}
    </article>
  );
}

/** Who hears of a change of this comment, for whoever is about to make one. */
function useToldOfChange(comment: CommentPartsFragment, ticket: OpenTicket) {
  const { viewer } = useSigned();
  return (kind: 'COMMENT_EDITED' | 'COMMENT_DELETED'): string | null => {
    if (!comment.viewerMay.edit && !comment.viewerMay.delete) return null;
    const policy = policyOf(ticket.department.settings);
    return policy && toldOfChange(kind, comment.visibility, ticket, { author: partyOf(viewer), policy });
  };
}

function roleIn(ticket: OpenTicket, author: NonNullable<CommentPartsFragment['author']>): string {
  if (author.id === ticket.requester.id) return 'Requester';
  if (author.role === 'END_USER' && ticket.ccs.some((cc) => cc.person.id === author.id)) return 'CC';
  return ROLE_WORD[author.role];
}
