import { createHash } from 'node:crypto';
import type { RatingScore } from '@copydesk/rules';
import type { Language } from '../../platform/language.ts';
import { markup, trusted, type Html } from '../../platform/mail/html.ts';
import { RATE_WORDS } from './rate-words.ts';

const STYLE = `
:root { color-scheme: light dark; --ground: #f4f4f5; --paper: #fff; --ink: #18181b; --ink-2: #4a4a53; --line: #8b8b95;
  --accent: #2f54c8; --on-accent: #fff; --bad: #b42323; }
@media (prefers-color-scheme: dark) { :root { --ground: #111113; --paper: #1c1c1f; --ink: #ececef; --ink-2: #b9b9c2;
  --line: #7b7b87; --accent: #4a6ad6; --on-accent: #fff; --bad: #f2a3a3; } }
* { box-sizing: border-box; }
body { margin: 0; padding: 24px 16px; background: var(--ground); color: var(--ink); overflow-wrap: anywhere;
  font: 16px/1.5 system-ui, 'Segoe UI', 'Hiragino Sans', 'Noto Sans JP', 'Noto Sans CJK JP', sans-serif; }
main { max-width: 34rem; margin: 8vh auto 0; padding: 32px 24px; background: var(--paper); border-radius: 10px; }
h1 { margin: 0 0 8px; font-size: 24px; line-height: 1.3; }
p { margin: 0 0 8px; color: var(--ink-2); }
.subject { color: var(--ink); font-weight: 600; }
.problem { color: var(--bad); font-weight: 600; }
form { margin-top: 24px; }
label { display: block; margin-bottom: 4px; }
textarea { width: 100%; min-height: 7rem; padding: 8px 12px; font: inherit; color: inherit; background: transparent;
  border: 1px solid var(--line); border-radius: 6px; resize: vertical; }
.answers { display: flex; flex-wrap: wrap; gap: 12px; margin-top: 16px; }
button { flex: 1 1 8rem; min-height: 48px; padding: 8px 16px; font: inherit; font-weight: 600; cursor: pointer;
  color: var(--ink); background: transparent; border: 1px solid var(--line); border-radius: 6px; }
button.chosen { color: var(--on-accent); background: var(--accent); border-color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
`;

/** No script runs here, nothing is loaded, and the form goes nowhere else. */
export const RATE_PAGE_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

export type AskedAbout = { number: number; subject: string; department: string };

/** The question. `chosen` is what the link in the mail said; `said` and `problem` are of an answer that was not taken. */
export function questionPage(
  language: Language,
  about: AskedAbout,
  { chosen, said, problem }: { chosen: RatingScore | null; said?: string; problem?: 'tooLong' },
): string {
  const words = RATE_WORDS[language];
  const button = (score: RatingScore) =>
    markup`<button name="score" value="${score}" class="${score === chosen ? 'chosen' : ''}">${words.score[score]}</button>`;
  return page(
    language,
    words.question,
    markup`<p>${words.request(about.number, about.department)}</p>
<p class="subject">${about.subject}</p>
<form method="post">
${problem ? markup`<p class="problem" role="alert" id="problem">${words[problem]}</p>` : null}
<label for="comment">${words.more}</label>
<textarea id="comment" name="comment" ${problem ? trusted('aria-invalid="true" aria-describedby="problem"') : null}>
${said ?? ''}</textarea>
${chosen ? markup`<p>${words.chosen(words.score[chosen])}</p>` : null}
<div class="answers">${button('GOOD')}${button('BAD')}</div>
</form>`,
  );
}

/** A page that says one thing. */
export function messagePage(language: Language, which: 'thanks' | 'refused' | 'unknown' | 'busy'): string {
  const [title, text] = RATE_WORDS[language][which];
  return page(language, title, markup`<p>${text}</p>`);
}

function page(language: Language, title: string, content: Html): string {
  return markup`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`.text;
}
