import { IconPaperclip } from '@tabler/icons-react';
import { Middle } from '../../design/middle.tsx';
import type { CommentPartsFragment } from '../../gql/graphql.ts';
import classes from './attachments.module.css';

/** `812 B`, `14 KB`, `3.2 MB`. */
export function fileSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} KB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

export function Attachments({ attachments }: { attachments: CommentPartsFragment['attachments'] }) {
  if (attachments.length === 0) return null;
  return (
    <ul className={classes.list} aria-label="Attachments">
      {attachments.map((file) => (
        <li key={file.id}>
          <a className={classes.file} href={file.url} download={file.name}>
            <IconPaperclip size={13} aria-hidden />
            <Middle text={file.name} />
            <span className={classes.size}>{fileSize(file.size)}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}
