export { checkMailTemplate, sampleLetter, type WrongTemplate } from './check-mail-template.ts';
export { MAIL_KINDS, type MailKind, type MailText, type MailWords, type OwnTexts } from './mail-kinds.ts';
export { entryHtml, entryText, renderHtml, renderText, type Letter, type LetterEntry } from './render-letter.ts';
export { entryBlock, variablesOf, type LetterFacts } from './template-variables.ts';
export { WORDS } from './templates/index.ts';
export { writeLetter, type TextProblem } from './write-letter.ts';
