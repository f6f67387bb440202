import { useState } from 'react';
import type { CommentPartsFragment } from '../../gql/graphql.ts';
import classes from './comment-body.module.css';
import { HtmlBody } from './html-body.tsx';

/** The words of a comment, plain or formatted; a plain one's signature and what it quotes stay folded. */
export function CommentBody({ comment, author }: { comment: CommentPartsFragment; author: string }) {
  const { bodyText, bodyHtml, quotedText, signature } = comment;
  const signed = signature && !bodyHtml && bodyText.endsWith(signature) ? signature : null;
  return (
    <>
      {bodyHtml ? (
        <HtmlBody html={bodyHtml} title={`Message by ${author}`} />
      ) : (
        <p className={classes.text} dir="auto">
          {signed ? bodyText.slice(0, -signed.length).trimEnd() : bodyText}
        </p>
      )}
      {signed ? <Folded text={signed} name="signature" /> : null}
      {quotedText ? <Folded text={quotedText} name="quoted text" /> : null}
    </>
  );
}

function Folded({ text, name }: { text: string; name: string }) {
  const [open, setOpen] = useState(false);
  return (
    <div>
      <button type="button" className={classes.fold} aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? `Hide the ${name}` : name.replace(/^./u, (first) => first.toUpperCase())}
      </button>
      {open ? (
        <blockquote className={classes.quoted} dir="auto">
          {text}
        </blockquote>
      ) : null}
    </div>
  );
}
