/**
 * Text of `format=flowed` with its soft line ends taken out (RFC 3676, 4). A line that is quoted never goes on in one that
 * is not, nor in one that is quoted deeper: else an answer below a quote would be lost in it.
 */
export function unflow(text: string, delSp: boolean): string {
  const lines: string[] = [];
  let open: number | null = null;
  for (const line of text.split(/\r?\n/u)) {
    const marks = /^>*/u.exec(line)?.[0] ?? '';
    // A space that was put there to protect the line's beginning, or that stands between marks and words.
    const said = line.slice(marks.length).replace(/^ /u, '');
    const goesOn = said.endsWith(' ') && said !== '-- ';
    const words = goesOn && delSp ? said.slice(0, -1) : said;
    if (open === marks.length && said !== '-- ') lines[lines.length - 1] += words;
    else lines.push(marks === '' ? words : `${marks} ${words}`);
    open = goesOn ? marks.length : null;
  }
  return lines.join('\n');
}
