import { decodeUnlabelled } from './decode-text.ts';
import { unflow } from './flowed-text.ts';

/** A part of a message inside postal-mime, as far as its text goes. */
type TextNode = {
  content: ArrayBuffer | null;
  contentType: { parsed: { params: Record<string, string | undefined> } };
  getTextContent?: () => string;
  decodeFlowedText?: (text: string, delSp: boolean) => string;
};

/**
 * postal-mime joins flowed lines across the end of a quote, and believes every charset label. Its nodes are made to ask
 * `unflow` and `decodeUnlabelled` first. `root`: of any of its parsers, for all of them share their methods.
 */
export function readTextsByContent(root: object): void {
  const nodes = Object.getPrototypeOf(root) as TextNode & { asksFirst?: boolean };
  const byLabel = nodes.getTextContent;
  if (nodes.asksFirst || !byLabel) return;
  nodes.asksFirst = true;
  nodes.decodeFlowedText = unflow;
  nodes.getTextContent = function (this: TextNode) {
    const { params } = this.contentType.parsed;
    const text = this.content && decodeUnlabelled(new Uint8Array(this.content), params['charset'] ?? '');
    if (text === null) return byLabel.call(this);
    return /^flowed$/iu.test(params['format'] ?? '') ? unflow(text, /^yes$/iu.test(params['delsp'] ?? '')) : text;
  };
}

/**
 * The message with headers in UTF-8, line by line: raw bytes in them are of a charset that nobody names. Lines with an
 * address are read byte by byte alone, so that no `@` or `<` comes or goes: whoever checks the sender reads the same one.
 */
export function withReadableHeaders(raw: Uint8Array, end: number): Uint8Array {
  const lines = Buffer.from(raw.subarray(0, end)).toString('latin1').split('\n');
  const readable = lines.map((line) => {
    if (!line.includes('\u001B') && !/[\u0080-\u00FF]/u.test(line)) return line;
    const bytes = Buffer.from(line, 'latin1');
    return decodeUnlabelled(bytes, '', { byteByByte: line.includes('@') }) ?? bytes.toString();
  });
  return Buffer.concat([Buffer.from(readable.join('\n')), raw.subarray(end)]);
}
