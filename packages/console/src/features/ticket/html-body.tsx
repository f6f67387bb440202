import { Button } from '@mantine/core';
import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useMemo, useRef, useState } from 'react';
import { count } from '../../design/words.ts';
import { bodyPage, cleanHtml } from './clean-html.ts';

type Props = {
  html: string;
  title: string;
  /** It stands on a white sheet, whatever the theme. */
  onPaper?: boolean;
};

const ON_PAPER = { scheme: 'light' as const, ink: '#18181b', link: '#2a4bb5' };

/**
 * A mail's HTML in a frame of its own. The frame runs nothing (no allow-scripts); same origin only so that its height
 * can be read.
 */
export function HtmlBody({ html, title, onPaper = false }: Props) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [height, setHeight] = useState(24);
  const [images, setImages] = useState(false);
  const scheme = useComputedColorScheme();
  const clean = useMemo(() => cleanHtml(html, images), [html, images]);
  const page = useMemo(() => {
    const style = getComputedStyle(document.documentElement);
    const themed = {
      scheme,
      ink: style.getPropertyValue('--ink').trim(),
      link: style.getPropertyValue('--accent-ink').trim(),
    };
    return bodyPage(clean.html, images, onPaper ? ON_PAPER : themed);
  }, [clean, images, onPaper, scheme]);

  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    let watcher: ResizeObserver | undefined;
    const measure = () => setHeight(Math.ceil(element.contentDocument?.body?.scrollHeight ?? 24));
    const loaded = () => {
      measure();
      watcher?.disconnect();
      watcher = new ResizeObserver(() => requestAnimationFrame(measure));
      if (element.contentDocument?.body) watcher.observe(element.contentDocument.body);
    };
    element.addEventListener('load', loaded);
    loaded();
    return () => {
      element.removeEventListener('load', loaded);
      watcher?.disconnect();
    };
  }, [page]);

  return (
    <div>
      {clean.remoteImages > 0 && !images ? (
        <Button variant="default" size="compact-xs" onClick={() => setImages(true)}>
          Show {count(clean.remoteImages, 'remote image')}
        </Button>
      ) : null}
      <iframe
        ref={frame}
        title={title}
        srcDoc={page}
        sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
        referrerPolicy="no-referrer"
        style={{ display: 'block', width: '100%', height, border: 0, background: 'transparent' }}
      />
    </div>
  );
}
