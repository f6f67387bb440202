import { Button, useComputedColorScheme } from '@mantine/core';
import { useEffect, useMemo, useRef, useState, type RefObject } from 'react';
import { count } from '../../design/words.ts';
import { bodyPage, cleanHtml, type Sheet } from './clean-html.ts';
import classes from './html-body.module.css';

type Props = {
  html: string;
  title: string;
  /** It stands on a white sheet, whatever the theme. */
  onPaper?: boolean;
};

const PAPER: Sheet = { scheme: 'light', ink: '#18181b', link: '#2a4bb5', line: '#cfcfd6' };

/** So that a page of a million lines is scrolled in its own frame, and the comments after it can be reached. */
const TALLEST = 6_000;

/**
 * A mail's HTML in a frame of its own, which runs nothing (no allow-scripts); same origin only so that its height can be
 * read and the desk's own files come with the session. Made when it is about to be seen.
 */
export function HtmlBody({ html, title, onPaper = false }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const frame = useRef<HTMLIFrameElement>(null);
  const near = useNear(place);
  const [images, setImages] = useState(false);
  const clean = useMemo(() => (near ? cleanHtml(html, images) : null), [html, images, near]);
  const scheme = useComputedColorScheme();
  const paper = onPaper || (scheme === 'dark' && clean?.hasColours === true);
  const page = useMemo(
    () => clean && bodyPage(clean.html, images, paper ? PAPER : themed(scheme), location.origin),
    [clean, images, paper, scheme],
  );
  const height = useHeight(frame, page);
  return (
    <div ref={place} className={classes.body} data-paper={(paper && !onPaper) || undefined}>
      {clean !== null && clean.remoteImages > 0 && !images ? (
        <p className={classes.images}>
          <span>
            {count(clean.remoteImages, 'remote image')} not loaded: loading tells the sender’s servers that the mail is
            read.
          </span>
          <Button variant="default" size="compact-xs" onClick={() => setImages(true)}>
            Show remote images
          </Button>
        </p>
      ) : null}
      {page === null ? (
        <div style={{ height }} />
      ) : (
        <iframe
          ref={frame}
          className={classes.frame}
          title={title}
          srcDoc={page}
          sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
          referrerPolicy="no-referrer"
          style={{ height }}
        />
      )}
    </div>
  );
}

function themed(scheme: 'light' | 'dark'): Sheet {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return { scheme, ink: token('--ink'), link: token('--accent-ink'), line: token('--line-strong') };
}

/** Has the place come near what is seen? Once it has, it stays so. */
function useNear(place: RefObject<HTMLElement | null>): boolean {
  const [near, setNear] = useState(false);
  useEffect(() => {
    const element = place.current;
    if (element === null || near) return;
    const watcher = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) setNear(true);
      },
      { rootMargin: '1000px 0px' },
    );
    watcher.observe(element);
    return () => watcher.disconnect();
  }, [near, place]);
  return near;
}

/** The height of the page in the frame, kept up to date; its keys are the console's, as elsewhere. */
function useHeight(frame: RefObject<HTMLIFrameElement | null>, page: string | null): number {
  const [height, setHeight] = useState(48);
  useEffect(() => {
    const element = frame.current;
    if (element === null || page === null) return;
    let watcher: ResizeObserver | undefined;
    let width = 0;
    const measure = () => {
      const { contentDocument: inside } = element;
      if (inside?.body && element.clientWidth !== width) fit(inside);
      width = element.clientWidth;
      setHeight(heightOf(inside));
    };
    const loaded = () => {
      width = 0;
      measure();
      watcher?.disconnect();
      watcher = new ResizeObserver(() => requestAnimationFrame(measure));
      const { contentDocument: inside } = element;
      if (inside?.body) watcher.observe(inside.body);
      watcher.observe(element);
      inside?.addEventListener('keydown', (event) => passOn(event, element));
    };
    element.addEventListener('load', loaded);
    loaded();
    return () => {
      element.removeEventListener('load', loaded);
      watcher?.disconnect();
    };
  }, [frame, page]);
  return height;
}

/** Smaller is not read. */
const SMALLEST = 0.55;

/** A mail that was laid out wider than the column is made smaller, as on a phone; what is still too wide is scrolled to. */
function fit({ documentElement: root, body }: Document): void {
  body.style.zoom = '';
  const ratio = root.clientWidth / root.scrollWidth;
  if (ratio < 1) body.style.zoom = String(Math.max(SMALLEST, ratio));
}

function heightOf(inside: Document | null): number {
  if (!inside?.body) return 48;
  const { documentElement: root, body } = inside;
  // What is wider than the column is scrolled to: its bar takes room of its own.
  const bar = root.scrollWidth > root.clientWidth ? 14 : 0;
  return Math.min(TALLEST, Math.ceil(body.getBoundingClientRect().height) + bar);
}

/** Who has clicked into a mail still presses `r` to answer it. What the frame does with a key itself is its own. */
function passOn(event: KeyboardEvent, element: HTMLIFrameElement): void {
  const { key, code, ctrlKey, metaKey, altKey, shiftKey } = event;
  if ((ctrlKey || metaKey) && /^[acfp]$/iu.test(key)) return;
  if (/^(?:Tab|Enter| |Arrow\w+|Page\w+|Home|End|Shift|Control|Alt|Meta)$/u.test(key)) return;
  const init = { key, code, ctrlKey, metaKey, altKey, shiftKey, bubbles: true, cancelable: true };
  if (!element.dispatchEvent(new KeyboardEvent('keydown', init))) event.preventDefault();
}
