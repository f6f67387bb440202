import { Button, Textarea } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { ErrorLine } from '../../design/states.tsx';
import classes from './comment-editor.module.css';

type Props = {
  text: string;
  change: (text: string) => void;
  save: () => void;
  leave: () => void;
  /** Said below the field: who is told, what is lost. */
  notes: readonly string[];
  error: string | null;
};

/** The text of a comment as a field, in its place. ⌘↵ saves, Esc leaves. */
export function CommentEditor({ text, change, save, leave, notes, error }: Props) {
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const element = field.current;
    element?.focus();
    element?.setSelectionRange(element.value.length, element.value.length);
  }, []);
  return (
    <div className={classes.editor}>
      <Textarea
        ref={field}
        aria-label="Text of the comment"
        autosize
        minRows={2}
        maxRows={20}
        dir="auto"
        value={text}
        onChange={(event) => change(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          const saves = event.key === 'Enter' && (event.metaKey || event.ctrlKey);
          if (!saves && event.key !== 'Escape') return;
          // The page has meanings of its own for both keys.
          event.preventDefault();
          event.stopPropagation();
          if (saves) save();
          else leave();
        }}
      />
      <ErrorLine>{error}</ErrorLine>
      <div className={classes.foot}>
        <div className={classes.notes}>
          {notes.map((note) => (
            <p key={note}>{note}</p>
          ))}
        </div>
        <div className={classes.buttons}>
          <Button variant="default" onClick={leave}>
            Cancel
          </Button>
          <Button disabled={text.trim() === ''} title="⌘↵" onClick={save}>
            Save
          </Button>
        </div>
      </div>
    </div>
  );
}
