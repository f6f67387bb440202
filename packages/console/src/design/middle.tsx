import classes from './middle.module.css';
import { splitForMiddle } from './split-for-middle.ts';

/** Text cut in its middle when there is no room; the whole of it on hover and to a screen reader. */
export function Middle({ text, title }: { text: string; title?: string }) {
  const { head, tail } = splitForMiddle(text);
  return (
    <span className={classes.whole} title={title ?? text}>
      <span className={classes.head}>{head}</span>
      {tail === '' ? null : <span className={classes.tail}>{tail}</span>}
    </span>
  );
}
