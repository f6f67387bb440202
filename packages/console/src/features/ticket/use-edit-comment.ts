import { useRef, useState } from 'react';
import { useMutation } from 'urql';
import { errorSentence } from '../../app/live/error-code.ts';
import { EditCommentDocument, type CommentPartsFragment } from '../../gql/graphql.ts';
import { newKey } from '../composer/draft.ts';

type Editing = {
  /** The comment's text when the editing began. */
  from: string;
  text: string;
  error: string | null;
  /** Under way: the comment shows the new text already, and takes it back if it is refused. */
  saving: boolean;
};

/**
 * Editing one comment. The new text is shown at once; when it is refused the field is back, with what was typed and the
 * reason. `done` hears when the field is gone for good.
 */
export function useEditComment(comment: CommentPartsFragment, done: () => void) {
  const [, run] = useMutation(EditCommentDocument);
  const [editing, setEditing] = useState<Editing | null>(null);
  // A retry of the same text changes nothing twice.
  const sent = useRef({ text: '', key: '' });
  const finish = () => {
    setEditing(null);
    done();
  };
  const save = async () => {
    if (editing === null || editing.saving || editing.text.trim() === '') return;
    const { text } = editing;
    if (text === comment.bodyText) return finish();
    if (sent.current.text !== text) sent.current = { text, key: newKey() };
    setEditing({ ...editing, saving: true, error: null });
    const input = { commentId: comment.id, body: text, clientKey: sent.current.key };
    const result = await run({ input });
    const refused = result.data?.editComment.errors[0]?.message ?? errorSentence(result.error);
    if (refused === undefined) return finish();
    setEditing((now) => now && { ...now, saving: false, error: `Not saved: ${refused}` });
  };
  return {
    editing,
    begin: () => setEditing({ from: comment.bodyText, text: comment.bodyText, error: null, saving: false }),
    change: (text: string) => setEditing((now) => now && { ...now, text }),
    save: () => void save(),
    leave: finish,
  };
}

export type CommentEditing = ReturnType<typeof useEditComment>;
