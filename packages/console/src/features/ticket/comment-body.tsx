import { useState } from 'react';
import type { CommentPartsFragment } from '../../gql/graphql.ts';
import classes from './comment-body.module.css';
import { HtmlBody } from './html-body.tsx';

/** The words of a comment, plain or formatted; what it quotes stays folded. */
export function CommentBody({ comment, author }: { comment: CommentPartsFragment; author: string }) {
  return (
    <>
      {comment.bodyHtml ? (
        <HtmlBody html={comment.bodyHtml} title={`Message by ${author}`} />
      ) : (
        <p className={classes.text} dir="auto">
          {comment.bodyText}
        </p>
      )}
      {comment.quotedText ? <Quoted text={comment.quotedText} /> : null}
    </>
  );
}

function Quoted({ text }: { text: string }) {
  const [open, setOpen] = useState(false);
  return (
    <div>
      <button type="button" className={classes.fold} aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? 'Hide the quoted text' : 'Quoted text'}
      </button>
      {open ? (
        <blockquote className={classes.quoted} dir="auto">
          {text}
        </blockquote>
      ) : null}
    </div>
  );
}
