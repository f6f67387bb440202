import { Button, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';

type Props = { subject: string; save: (subject: string) => Promise<boolean>; done: () => void };

/** The subject as a field; Esc leaves it as it was. */
export function SubjectForm({ subject, save, done }: Props) {
  const [text, setText] = useState(subject);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <form
      style={{ display: 'flex', gap: 8, flex: 1, minWidth: 0 }}
      onSubmit={async (event) => {
        event.preventDefault();
        const wanted = text.trim();
        if (wanted === '' || wanted === subject || (await save(wanted))) done();
      }}
    >
      <TextInput
        ref={field}
        aria-label="Subject"
        style={{ flex: 1 }}
        value={text}
        onKeyDown={(event) => event.key === 'Escape' && done()}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit">Save</Button>
      <Button variant="default" onClick={done}>
        Cancel
      </Button>
    </form>
  );
}
