import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconDownload, IconLock, IconPencil, IconTrash } from '@tabler/icons-react';
import { useState, type RefObject } from 'react';
import type { CommentPartsFragment } from '../../gql/graphql.ts';
import classes from './comment.module.css';
import { DeleteComment } from './delete-comment.tsx';
import { MakeInternal } from './make-internal.tsx';

type Props = {
  comment: CommentPartsFragment;
  name: string;
  button: RefObject<HTMLButtonElement | null>;
  edit: () => void;
  /** It is about to be deleted from here. */
  deleting: () => void;
  told: string | null;
};

/** What can be done with a comment, behind one quiet button; nothing where nothing can. */
export function CommentMenu({ comment, name, button, edit, deleting, told }: Props) {
  const [asking, setAsking] = useState<'internal' | 'delete' | null>(null);
  const may = comment.viewerMay;
  const close = () => {
    setAsking(null);
    button.current?.focus();
  };
  if (!may.edit && !may.delete && !may.makeInternal && !comment.originalUrl) return null;
  return (
    <>
      <Menu position="bottom-end" returnFocus={false}>
        <Menu.Target>
          <ActionIcon ref={button} size="sm" className={classes.more} aria-label={`More for the comment by ${name}`}>
            <IconDots size={16} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {may.edit ? (
            <Menu.Item leftSection={<IconPencil size={14} aria-hidden />} onClick={edit}>
              Edit
            </Menu.Item>
          ) : null}
          {comment.originalUrl ? (
            <Menu.Item
              component="a"
              href={comment.originalUrl}
              download
              leftSection={<IconDownload size={14} aria-hidden />}
            >
              Download the original mail
            </Menu.Item>
          ) : null}
          {may.makeInternal ? (
            <Menu.Item leftSection={<IconLock size={14} aria-hidden />} onClick={() => setAsking('internal')}>
              Make internal…
            </Menu.Item>
          ) : null}
          {may.delete ? (
            <Menu.Item
              color="red"
              leftSection={<IconTrash size={14} aria-hidden />}
              onClick={() => {
                deleting();
                setAsking('delete');
              }}
            >
              Delete…
            </Menu.Item>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      <MakeInternal commentId={comment.id} opened={asking === 'internal'} close={close} />
      <DeleteComment comment={comment} told={told} opened={asking === 'delete'} close={close} />
    </>
  );
}
