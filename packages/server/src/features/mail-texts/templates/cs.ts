import type { MailWords, SaidChange } from '../mail-kinds.ts';

const subject = '[#{{ ticket.id }}] {{ ticket.title }}';

const status = {
  NEW: 'Nový',
  OPEN: 'Otevřený',
  ANSWERED: 'Zodpovězený',
  ON_HOLD: 'Pozastavený',
  SOLVED: 'Vyřešený',
  CLOSED: 'Uzavřený',
} as const;

export const cs: MailWords = {
  locale: 'cs-CZ',
  texts: {
    REPLY: {
      subject,
      body:
        '{{ ticket.comments_formatted }}\n\n' +
        '{% if rating_links %}Jak jste byli spokojeni s naší odpovědí?\n\n{{ rating_links }}{% endif %}',
    },
    ACKNOWLEDGEMENT: {
      subject: '[#{{ ticket.id }}] Vaši zprávu jsme přijali',
      body:
        'Děkujeme, že jste se na nás obrátili. Vaši zprávu jsme přijali jako požadavek č. {{ ticket.id }} a brzy vám ' +
        'na ni odpovíme na tuto adresu.',
    },
    NEW_CC: {
      subject,
      body:
        'Byli jste přidáni do kopie této konverzace ({{ department.name }}). Další odpovědi budete dostávat i vy.\n\n' +
        '{{ ticket.comments_formatted }}',
    },
    COMMENT_EDITED: {
      subject,
      body: 'Jedna z dřívějších zpráv v této konverzaci byla opravena:\n\n{{ ticket.comments_formatted }}',
    },
    COMMENT_WITHDRAWN: {
      subject,
      body: 'Jedna z dřívějších zpráv v této konverzaci byla stažena ({{ department.name }}).',
    },
    TICKET_CHANGED: { subject, body: 'Váš požadavek č. {{ ticket.id }} byl aktualizován.\n\n{{ change }}' },
    RATING: {
      subject,
      body:
        'Rádi bychom věděli, jak jste byli spokojeni s vyřízením požadavku č. {{ ticket.id }}. Ohodnotit nás můžete ' +
        'zde:\n\n{{ rating_links }}',
    },
    STAFF_COMMENT: { subject, body: '{{ ticket.comments_formatted }}' },
    STAFF_CHANGE: { subject, body: '{{ change }}\n\n{{ ticket.comments_formatted }}' },
    FOLLOWER: {
      subject: '{{ticket.title}}',
      body:
        'Tento požadavek ({{ticket.id}}) sledujete. {{ticket.follower_reply_type_message}}\n\n' +
        '{{ticket.comments_formatted}}',
    },
    FOOTER: { subject: '', body: '{{ reply_message }}\n{{ department.name }}' },
    STAFF_FOOTER: { subject: '', body: '{{ reason }}\n{{ reply_message }}\n{{ department.name }}' },
  },
  status,
  internalNote: 'Interní poznámka: přečte si ji pouze náš tým.',
  doubts: {
    UNVERIFIED_SENDER: 'Pozor: odesílatele se nepodařilo ověřit, zpráva může být podvržená.',
    THIRD_PARTY: 'Odesílatel není účastníkem tohoto tiketu.',
  },
  earlier: 'Dříve v této konverzaci (od nejnovějších)',
  attachments: 'Přílohy: ',
  comma: ', ',
  longer: '(Zpráva je delší; o zbytek si nám prosím napište.)',
  byline: (at) => `, ${at}`,
  team: 'náš tým',
  colleague: (name) => name,
  customer: (name) => name,
  somebody: 'někdo jiný',
  desk: 'Systém',
  reply: {
    acknowledgement: 'Chcete-li něco doplnit, odpovězte prosím na tento e-mail.',
    team: 'Vaši odpověď si přečte náš tým.',
    all: (names) => `Odpověď všem dostanou: ${names}.`,
    deskAlone: ' Odpověď pouze na naši adresu si přečte jen náš tým.',
    deskAloneToo: ' Veřejná bude i odpověď pouze na naši adresu.',
    internal: 'Vaše odpověď bude interní poznámka: uvidí ji pouze tým.',
    careful: (names) => `Pozor: vaše odpověď bude veřejná odpověď a dostanou ji: ${names}.`,
    noteCommand: ' Začnete-li ji #note, zůstane interní poznámkou.',
    followerInternal: 'Odpovědí na tento e-mail přidáte k požadavku interní poznámku.',
    followerPublic: 'Odpovědí na tento e-mail přidáte k požadavku komentář.',
  },
  rating: { good: 'Dobře, jsme spokojeni', bad: 'Špatně, nejsme spokojeni' },
  reason: {
    follower: 'Tento tiket sledujete; zákazníci to nevidí.',
    assignee: 'Tento tiket je přiřazen vám.',
    other: 'Jste účastníkem tohoto tiketu.',
  },
  change: {
    ticket: changed,
    byEvent: {
      'comment.made_internal': (who) => `${who}: veřejná odpověď změněna na interní poznámku. Zákazníci ji už nevidí.`,
      'comment.edited': (who) => `${who}: komentář upraven.`,
      'comment.deleted': (who) => `${who}: komentář smazán.`,
      'ticket.merged': (who) => `${who}: tiket sloučen s jiným.`,
      'trigger.notified': () => 'Na tento tiket vás upozorňuje spouštěč oddělení.',
    },
    rated: {
      GOOD: (who) => `${who}: hodnocení odpovědi „dobře“.`,
      BAD: (who) => `${who}: hodnocení odpovědi „špatně“.`,
    },
    other: (who) => `${who}: tiket změněn.`,
    statusIs: (now) => `Aktuální stav: ${now}`,
  },
};

/** "Ada: stav změněn z „Nový“ na „Otevřený“, řešitel: Ben." A form that needs neither a name's case nor a gender. */
function changed(who: string, { status: moved, assignee }: SaidChange): string {
  const from = moved?.from ? ` z „${status[moved.from]}“` : '';
  const parts = [
    moved ? `stav změněn${from} na „${status[moved.to]}“` : '',
    assignee ? (assignee.to ? `řešitel: ${assignee.to}` : 'bez řešitele') : '',
  ];
  return `${who}: ${parts.filter(Boolean).join(', ')}.`;
}
